import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../support/program";
import { withPeers, withVersions } from "./install-parts";

const PAGE = readFileSync(join(ROOT, "docs", "install.md"), "utf8");

test("docs/install.md is in step with package.json and the providers asked for (npm run docs)", () => {
  expect(withPeers(withVersions(PAGE))).toBe(PAGE);
});
