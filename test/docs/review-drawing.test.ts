import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../support/program";
import { reviewDrawing } from "./review-drawing";

test("docs/review.svg is what the page of a review draws (npm run docs)", () => {
  expect(readFileSync(join(ROOT, "docs", "review.svg"), "utf8")).toBe(reviewDrawing());
});
