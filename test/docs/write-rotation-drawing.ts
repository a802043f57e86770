import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../support/program";
import { rotationDrawing } from "./rotation-drawing";

writeFileSync(join(ROOT, "docs", "rotation.svg"), rotationDrawing());
