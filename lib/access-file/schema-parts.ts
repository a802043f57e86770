import { z } from "zod";

// What the schemas of the access file are made of; the descriptions are what an editor shows.

/** A text that is not empty. */
export const text = (description: string) => z.string().min(1).describe(description);
/** A boolean that may be left out; what it is then, if that is always the same. */
export const flag = (description: string, byDefault?: boolean) =>
  z.boolean().meta({ description, default: byDefault }).optional();
/** A number that may be left out; what it is then, if that is always the same. */
export const number = (description: string, byDefault?: number) =>
  z.number().meta({ description, default: byDefault }).optional();

/** What something was called before. */
export const renamedFrom = z
  .union([text("An earlier key."), z.array(text("An earlier key.")).min(1)])
  .describe(
    "The key that this had before, or a list of such keys: Terraform moves what the state has under it, and replaces nothing.",
  )
  .optional();

// Keys are ids of constructs, where an object's own "constructor" is in the way, and parts of the
// names of outputs, where "_" joins them.
const key = z.string().regex(/^(?!constructor$)[a-z][a-z0-9-]{0,31}$/);

/** A map of entries by their keys, with one at least. */
export const some = <T extends z.ZodType>(entry: T, description: string) =>
  z
    .record(key, entry)
    .refine((entries) => Object.keys(entries).length > 0, "is empty; give one entry at least")
    .meta({ minProperties: 1, description });
