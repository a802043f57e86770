import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describeWithTerraform } from "../../sandbox/test/with-terraform";
import { ROOT } from "../support/program";
import { rotationDrawing } from "./rotation-drawing";

describeWithTerraform("docs/rotation.svg", () => {
  test("is up to date (npm run docs)", () => {
    expect(readFileSync(join(ROOT, "docs", "rotation.svg"), "utf8")).toBe(rotationDrawing());
  });
});
