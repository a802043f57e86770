import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../support/program";
import { brokenLinks, linksIn, slug } from "./links";

const DOCS = readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".md"))
  .map((file) => join("docs", file).replaceAll("\\", "/"));

test.each([...DOCS, "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "sandbox/README.md"])(
  "every link of %s leads to a file that is there, and to a heading of it",
  (page) => {
    expect(brokenLinks(page)).toEqual([]);
  },
);

test("CONTRIBUTING.md names files and commands that are there", () => {
  const text = readFileSync(join(ROOT, "CONTRIBUTING.md"), "utf8");
  const found = (pattern: RegExp): string[] =>
    Array.from(text.matchAll(pattern), ([, name = ""]) => name);
  const files = found(/\b((?:lib|test|sandbox|docs|examples)\/[\w./-]*\w)/g);
  const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  expect(files).toContain("lib/role/roles.ts");
  expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  expect(found(/npm run ([\w:]+)/g).filter((script) => !(script in scripts))).toEqual([]);
});

test("every page of docs/ can be reached from the README", () => {
  const reached = new Set(["README.md"]);
  for (const page of reached) {
    linksIn(page).forEach((target) => {
      if (target.endsWith(".md")) {
        reached.add(target);
      }
    });
  }
  expect(DOCS.filter((page) => !reached.has(page))).toEqual([]);
});

test.each([
  ["From legacy to abac", "from-legacy-to-abac"],
  ["`principals.<key>.grants[]`", "principalskeygrants"],
  ["From a [Terraform](x.md) module", "from-a-terraform-module"],
  ["What's not modelled, and silent.", "whats-not-modelled-and-silent"],
])("the heading %j has the anchor #%s", (heading, anchor) => {
  expect(slug(heading)).toBe(anchor);
});
