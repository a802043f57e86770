import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../support/program";
import { acrAuth, folderWith } from "./acr-auth";

const SCHEMA = readFileSync(join(ROOT, "access.schema.json"), "utf8");

test.each([
  [[], "access.schema.json"],
  [["access"], "access.schema.json"],
  [["policy"], "policy.schema.json"],
  [["review"], "review.schema.json"],
])("the schema %j is printed as %s has it", (kind, file) => {
  const stdout = readFileSync(join(ROOT, file), "utf8");
  expect(acrAuth(folderWith({}), ["schema", ...kind])).toEqual({ status: 0, stdout, stderr: "" });
});

test("a schema of something else is refused by a sentence", () => {
  const { status, stderr } = acrAuth(folderWith({}), ["schema", "plan"]);
  expect(status).toBe(2);
  expect(stderr).toContain("Allowed choices are access, policy, review.");
});

test("--output writes the schema to a file, and prints nothing", () => {
  const folder = folderWith({ "schema.json": "of an older version" });
  const { status, stdout, stderr } = acrAuth(folder, ["schema", "--output", "schema.json"]);
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "", stderr: "" });
  expect(readFileSync(join(folder, "schema.json"), "utf8")).toBe(SCHEMA);
});

test("a file that can't be written is told without a stack trace", () => {
  const folder = folderWith({ "schema.json/x": "" });
  const { status, stdout, stderr } = acrAuth(folder, ["schema", "-o", "schema.json"]);
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toMatch(/^.*schema\.json.*\n$/);
});
