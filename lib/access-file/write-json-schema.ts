import { writeFileSync } from "node:fs";
import { accessFileJsonSchema } from "./json-schema";

writeFileSync("access.schema.json", `${JSON.stringify(accessFileJsonSchema(), null, 2)}\n`);
