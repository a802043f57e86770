import { z } from "zod";
import type { JsonObject } from "../api";
import { AzureError } from "../azure-error";
import { parseBody } from "../body";
import { isInCalendar } from "../dates";
import { isObject } from "../settings";
import type { GraphCall } from "./call";

/** @param id of the object that the request changes, which the SDK repeats in the body */
export function bodyOf<Schema extends z.ZodType>(
  { body }: Pick<GraphCall, "body">,
  schema: Schema,
  resource: string,
  id?: string,
): z.output<Schema> {
  return parseBody(isObject(body) ? withoutId(body, id) : body, schema, resource, (path) => {
    const message =
      path === ""
        ? "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format."
        : `Invalid value specified for property '${path}' of resource '${resource}'.`;
    return new AzureError(400, "Request_BadRequest", message);
  });
}

/** A text that null takes away. */
export const clearable = z
  .string()
  .nullable()
  .transform((text) => text ?? undefined);

/** Of a day that there is, in the years that Graph has. */
export const date = z.iso.datetime({ offset: true }).refine((text) => isInCalendar(text));

function withoutId({ id: given, ...body }: JsonObject, id: string | undefined): JsonObject {
  const isRepeated = typeof given === "string" && given.toLowerCase() === id;
  return given === undefined || isRepeated ? body : { ...body, id: given };
}
