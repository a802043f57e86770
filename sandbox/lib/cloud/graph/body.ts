import type { z } from "zod";
import { NotModelled } from "../../not-modelled";
import type { Json } from "../api";
import { AzureError } from "../azure-error";
import type { GraphCall } from "./call";

/**
 * What a request carries. A property that is not in the schema may be known to Graph, and so it is not modelled; one
 * with a value of a wrong type is refused as Graph does.
 */
export function bodyOf<Schema extends z.ZodType>(
  { body }: Pick<GraphCall, "body">,
  schema: Schema,
  resource: string,
): z.output<Schema> {
  const result = schema.safeParse(withoutTypes(body));
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

/** The SDK names the type of each object, which is known here from its place. */
function withoutTypes(body: Json | undefined): unknown {
  return body === undefined
    ? undefined
    : JSON.parse(
        JSON.stringify(body, (key, value: unknown) => (key === "@odata.type" ? undefined : value)),
      );
}
