import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Access } from "cdktf-acr-auth";
import { BUILT_IN_ROLES } from "../../lib/role/roles";
import { ROOT } from "../support/program";
import { withTables } from "./grants-tables";

const PAGE = readFileSync(join(ROOT, "docs", "grants.md"), "utf8");

test("docs/grants.md is in step with the code (npm run docs)", () => {
  expect(withTables(PAGE)).toBe(PAGE);
});

test("docs/grants.md has every access and every role", () => {
  for (const word of [
    ...Object.values(Access).map((access) => `| \`${access}\` `),
    ...BUILT_IN_ROLES.map(({ roleName }) => `| ${roleName} `),
  ]) {
    expect(PAGE).toContain(word);
  }
});

test("docs/grants.md tells of every warning and of nothing that is none", () => {
  const sources = ["grant/more-than-asked", "grant/scope-grants", "grant/role-grant"]
    .concat(["grant/assignment-limit", "registry/registries", "registry/role-assignment-mode"])
    .map((file) => readFileSync(join(ROOT, "lib", `${file}.ts`), "utf8"))
    .join("");
  const ids = (text: string): string[] =>
    [...new Set([...text.matchAll(/acr-auth:([a-z-]+)/g)].map(([id]) => id))]
      .filter((id) => id !== "acr-auth:acknowledge")
      .sort();
  expect(ids(PAGE)).toEqual(ids(sources));
});
