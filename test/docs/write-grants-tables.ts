import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../support/program";
import { withTables } from "./grants-tables";

const page = join(ROOT, "docs", "grants.md");
writeFileSync(page, withTables(readFileSync(page, "utf8")));
