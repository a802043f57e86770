import { z } from "zod";
import { NotModelled } from "../../not-modelled";
import type { Json } from "../api";
import { AzureError } from "../azure-error";
import { isInCalendar } from "../dates";
import type { GraphCall } from "./call";

/**
 * What a request carries. A property that is not in the schema may be known to Graph, and so it is not modelled; one
 * with a value of a wrong type is refused as Graph does.
 *
 * @param id of the object that it changes, which the SDK repeats in the body
 */
export function bodyOf<Schema extends z.ZodType>(
  { body }: Pick<GraphCall, "body">,
  schema: Schema,
  resource: string,
  id?: string,
): z.output<Schema> {
  const result = schema.safeParse(withoutKnown(body, id));
  if (result.success) {
    return result.data;
  }
  const { issues } = result.error;
  const unknown = issues.find(({ code }) => code === "unrecognized_keys");
  if (unknown?.code === "unrecognized_keys") {
    const name = [...unknown.path, unknown.keys[0]].join(".");
    throw new NotModelled(`the property "${name}" of the resource ${resource}`);
  }
  const path = issues[0]?.path ?? [];
  throw new AzureError(
    400,
    "Request_BadRequest",
    path.length === 0
      ? "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format."
      : `Invalid value specified for property '${path.join(".")}' of resource '${resource}'.`,
  );
}

/** A text that null takes away. */
export const clearable = z
  .string()
  .nullable()
  .transform((text) => text ?? undefined);

/** Of a day that there is, in the years that Graph has. */
export const date = z.iso.datetime({ offset: true }).refine((text) => isInCalendar(text));

/** The SDK names the type of each object as well, which is known here from its place. */
function withoutKnown(body: Json | undefined, id: string | undefined): unknown {
  if (body === undefined) {
    return undefined;
  }
  const copy: unknown = JSON.parse(
    JSON.stringify(body, (key, value: unknown) => (key === "@odata.type" ? undefined : value)),
  );
  if (isObject(copy) && typeof copy.id === "string" && copy.id.toLowerCase() === id) {
    delete copy.id;
  }
  return copy;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
