import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../support/program";
import { withCommands, withRights } from "./permissions-parts";

const page = join(ROOT, "docs", "permissions.md");
writeFileSync(page, withCommands(withRights(readFileSync(page, "utf8"))));
