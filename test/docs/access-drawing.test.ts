import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../support/program";
import { accessDrawing } from "./access-drawing";

test("docs/access.svg is in step with access.yaml (npm run docs)", () => {
  expect(readFileSync(join(ROOT, "docs", "access.svg"), "utf8")).toBe(accessDrawing());
});
