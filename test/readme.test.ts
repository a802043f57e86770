import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { App, Testing } from "cdktf";
import { parse } from "yaml";
import { AccessFileStack } from "../lib/access-file";
import { compilerMessages, ROOT, synthesizeProgram } from "./support/program";

const README = readFileSync(join(ROOT, "README.md"), "utf8");

function blocks(language: string): string[] {
  return [...README.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "gms"))].map(
    ([, code = ""]) => code,
  );
}

mkdirSync(join(ROOT, ".scratch"), { recursive: true });
const directory = mkdtempSync(join(ROOT, ".scratch", "readme-"));
afterAll(() => {
  rmSync(directory, { recursive: true });
});

const program = join(directory, "program.ts");
writeFileSync(program, blocks("ts").join(""));

const files = blocks("yaml").map((content, index) => {
  const file = join(directory, `access-${index}.yaml`);
  writeFileSync(file, content);
  return file;
});

test("the README opens with a program, which compiles", () => {
  expect(README.indexOf("```ts")).toBeLessThan(500);
  expect(compilerMessages(directory)).toBe("");
});

test("the README's program synthesizes", () => {
  const [json] = Object.values(synthesizeProgram(program));
  expect(json).toContain("azurerm_role_assignment");
});

test.each(files)("the README's access file %# synthesizes", (file) => {
  const stack = new AccessFileStack(new App(), "access", file);
  expect(Testing.synth(stack, true)).toContain("azurerm_role_assignment");
});

test("the README's first access file is the example that is deployed", () => {
  const example: unknown = parse(readFileSync(join(ROOT, "access.yaml"), "utf8"));
  expect(parse(blocks("yaml")[0] ?? "")).toEqual(example);
});
