import { z } from "zod";
import { AzureError } from "../azure-error";
import { parseBody } from "../body";
import type { ManagementCall } from "./call";

export function bodyOf<Schema extends z.ZodType>(
  { body }: Pick<ManagementCall, "body">,
  schema: Schema,
  type: string,
): z.output<Schema> {
  return parseBody(
    body,
    schema,
    type,
    (path) =>
      // The code is documented, the end of the sentence is not.
      new AzureError(
        400,
        "InvalidRequestContent",
        `The request content was invalid and could not be deserialized: '${path === "" ? "it is no object" : `the value of ${path}`}'.`,
      ),
  );
}

export const tags = z.record(z.string(), z.string());

/** Azure Resource Manager ignores spaces and letter case in a location. */
export const location = z.string().transform((text) => text.replaceAll(" ", "").toLowerCase());

/** The identity of a resource: of the kinds of Azure's, those that are modelled. */
export const identity = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("UserAssigned"),
    userAssignedIdentities: z.record(z.string(), z.strictObject({})),
  }),
  z.strictObject({ type: z.literal("None"), userAssignedIdentities: z.null() }),
]);

/** What Azure tells itself, and whoever read it before sends along. */
export const told = z.unknown().optional();
