import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../support/program";
import { SCHEMA, type Schema, withKeys } from "./access-file-reference";

const PAGE = readFileSync(join(ROOT, "docs", "access-file.md"), "utf8");

test("docs/access-file.md is in step with access.schema.json (npm run docs)", () => {
  expect(withKeys(PAGE)).toBe(PAGE);
});

test("docs/access-file.md has every key of the schema", () => {
  const keys = new Set<string>();
  JSON.stringify(SCHEMA, (_, value: unknown) => {
    Object.keys((value as Schema | null)?.properties ?? {}).forEach((key) => keys.add(key));
    return value;
  });
  expect(keys).toContain("propagationSeconds");
  for (const key of keys) {
    expect(PAGE).toContain(`\n| \`${key}\` `);
  }
});
