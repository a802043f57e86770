import type { z } from "zod";
import { NotModelled } from "../not-modelled";
import type { Json } from "./api";
import type { AzureError } from "./azure-error";

/**
 * What a request carries. A property that is not in the schema may be known to Azure, and so it is not modelled; one
 * with a value of a wrong type is refused.
 *
 * @param resource what the schema is of, for the one who reads the error
 * @param invalid says that it is refused, as the service does; the path is empty where the whole is wrong
 */
export function parseBody<Schema extends z.ZodType>(
  body: Json | undefined,
  schema: Schema,
  resource: string,
  invalid: (path: string) => AzureError,
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
  throw invalid(issues[0]?.path.join(".") ?? "");
}

/** A copy, without the type of each object, which the SDK names and which is known here from its place. */
function withoutTypes(body: Json | undefined): unknown {
  return body === undefined
    ? undefined
    : JSON.parse(
        JSON.stringify(body, (key, value: unknown) => (key === "@odata.type" ? undefined : value)),
      );
}
