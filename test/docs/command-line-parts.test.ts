import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../support/program";
import { COMMANDS, withHelp } from "./command-line-parts";

const PAGE = readFileSync(join(ROOT, "docs", "command-line.md"), "utf8");

test("docs/command-line.md is in step with the commands' help (npm run docs)", () => {
  expect(withHelp(PAGE)).toBe(PAGE);
});

test.each(COMMANDS.map((command) => command.name()))(
  "docs/command-line.md has a section with the help of %s",
  (name) => {
    const [, section = ""] =
      new RegExp(`^## ${name}\n(.*?)(?=^## |(?![^]))`, "ms").exec(PAGE) ?? [];
    expect(section).toContain(`\nUsage: acr-auth ${name} `);
    expect(PAGE).toContain(`| [${name}](#${name}) `);
  },
);
