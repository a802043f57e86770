import { readFileSync } from "node:fs";
import { join } from "node:path";
import { KNOWN_RIGHTS } from "../../lib/deployer/known-rights";
import { ROOT } from "../support/program";
import { testWithTerraform } from "../support/with-terraform";
import { withCommands, withRights } from "./permissions-parts";

const PAGE = readFileSync(join(ROOT, "docs", "permissions.md"), "utf8");

test("docs/permissions.md is in step with the code (node --import tsx test/docs/write-permissions-parts.ts)", () => {
  expect(withRights(PAGE)).toBe(PAGE);
});

testWithTerraform("docs/permissions.md has the commands that Terraform puts together", () => {
  expect(withCommands(PAGE)).toBe(PAGE);
});

test("docs/permissions.md has every type that rights are known of", () => {
  for (const type of KNOWN_RIGHTS.flatMap(({ types }) => types)) {
    expect(PAGE).toContain(`\`${type}\``);
  }
});

test("docs/permissions.md shows who may do what for access.yaml, both ways", () => {
  expect(PAGE).toContain("\nWhat the identity that deploys the stack access needs\n");
  expect(PAGE).toContain("\n# access/build: Container Registry Repository Writer on access/shop\n");
});
