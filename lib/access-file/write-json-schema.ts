import { writeFileSync } from "node:fs";
import { accessFileJsonSchema } from "./json-schema";

writeFileSync("access.schema.json", accessFileJsonSchema());
