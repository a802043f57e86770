import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describeWithTerraform } from "../../sandbox/test/with-terraform";
import { ROOT } from "../support/program";
import { withSample } from "./sandbox-sample";

const PAGE = readFileSync(join(ROOT, "docs", "sandbox.md"), "utf8");

test("docs/sandbox.md is in step with its sample (npm run docs)", () => {
  expect(withSample(PAGE)).toBe(PAGE);
});

describeWithTerraform("the sample of docs/sandbox.md", () => {
  jest.requireActual("../../examples/access.test");
});
