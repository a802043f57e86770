import { z } from "zod";
import { accessFile } from "./schema";

/** The JSON Schema (draft 7) of the access file, by which editors complete and check it. */
export function accessFileJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(accessFile, { target: "draft-7", io: "input" });
  return { $schema, title: "Access to container registries", ...schema };
}
