import { readFileSync } from "node:fs";
import { join } from "node:path";
import { COMMANDS } from "../support/broken-off";
import { ROOT } from "../support/program";
import { withLeftovers } from "./broken-off-parts";

const PAGE = readFileSync(join(ROOT, "docs", "broken-off-applies.md"), "utf8");

test("docs/broken-off-applies.md is in step with what is tried (npm run docs)", () => {
  expect(withLeftovers(PAGE)).toBe(PAGE);
});

test("docs/broken-off-applies.md has the commands by which it is tried, and no other that changes anything", () => {
  const [lines, tried] = [PAGE.split("\n"), Object.values<string>(COMMANDS)];
  expect(lines).toEqual(expect.arrayContaining(tried));
  const changing = lines.filter((line) =>
    /^(az|terraform) .*(delete|untaint|destroy|import)/.test(line),
  );
  expect(changing.filter((line) => !tried.includes(line))).toEqual([]);
});
