import { z } from "zod";
import { text } from "../yaml/schema-parts";

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
