import { z } from "zod";
import { accessFile } from "./schema";

/** The JSON Schema of the access file, by which editors complete and check it. */
export function accessFileJsonSchema(): string {
  const { $schema, ...schema } = z.toJSONSchema(accessFile, { target: "draft-7", io: "input" });
  return `${JSON.stringify({ $schema, title: "Access to container registries", ...schema }, null, 2)}\n`;
}
