import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../support/program";
import { withFindings } from "./review-parts";

const PAGE = readFileSync(join(ROOT, "docs", "review.md"), "utf8");

test("docs/review.md has each finding as the code has it (npm run docs)", () => {
  expect(withFindings(PAGE)).toBe(PAGE);
});
