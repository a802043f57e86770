import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../support/program";
import { GENERATED } from "./pages";

// npm run docs: what the pages tell of the code, written anew.

for (const [name, generated] of Object.entries(GENERATED)) {
  const file = join(ROOT, name);
  writeFileSync(file, generated(readFileSync(file, "utf8")));
}
