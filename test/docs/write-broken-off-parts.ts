import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../support/program";
import { withLeftovers } from "./broken-off-parts";

const page = join(ROOT, "docs", "broken-off-applies.md");
writeFileSync(page, withLeftovers(readFileSync(page, "utf8")));
