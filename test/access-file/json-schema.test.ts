import { readFileSync } from "node:fs";
import { join } from "node:path";
import { accessFileJsonSchema } from "../../lib/access-file/json-schema";
import { ROOT } from "../support/program";

test("access.schema.json is up to date (npm run schema writes it)", () => {
  expect(readFileSync(join(ROOT, "access.schema.json"), "utf8")).toBe(
    `${JSON.stringify(accessFileJsonSchema(), null, 2)}\n`,
  );
});

test("the example names the schema in its first line, by which editors find it", () => {
  const [first] = readFileSync(join(ROOT, "access.yaml"), "utf8").split("\n");
  expect(first).toBe("# yaml-language-server: $schema=./access.schema.json");
});

test("an editor has help to show for every key", () => {
  const undescribed: string[] = [];
  const visit = (schema: unknown, path: string): void => {
    for (const [key, inner] of Object.entries((schema ?? {}) as Record<string, unknown>)) {
      if (path.endsWith("/properties") && !JSON.stringify(inner).includes('"description":')) {
        undescribed.push(`${path}/${key}`);
      }
      if (typeof inner === "object") {
        visit(inner, `${path}/${key}`);
      }
    }
  };
  visit(accessFileJsonSchema(), "");
  expect(undescribed).toEqual([]);
});
