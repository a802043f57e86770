import { z } from "zod";

// What schemas are made of; the descriptions are what an editor shows.

/** A text that is not empty. */
export const text = (description: string) => z.string().min(1).describe(description);
/** A boolean that may be left out; what it is then, if that is always the same. */
export const flag = (description: string, byDefault?: boolean) =>
  z.boolean().meta({ description, default: byDefault }).optional();
/** A number that may be left out; what it is then, if that is always the same. */
export const number = (description: string, byDefault?: number) =>
  z.number().meta({ description, default: byDefault }).optional();
