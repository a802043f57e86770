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

// A block that exports a construct is a part of a program; this is the rest of it.
const REST_OF_PROGRAM = `
import { App, TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { AcrRegistry, PermissionsMode } from "cdktf-acr-auth";
const app = new App();
const stack = new TerraformStack(app, "rest");
new AzureadProvider(stack, "azuread");
new AzurermProvider(stack, "azurerm", { features: [{}] });
const registry = AcrRegistry.fromName(stack, "registry", {
  registryName: "contosoShop",
  resourceGroupName: "rg-registry",
  permissionsMode: PermissionsMode.ABAC,
});
`;

mkdirSync(join(ROOT, ".scratch"), { recursive: true });
const directory = mkdtempSync(join(ROOT, ".scratch", "readme-"));
afterAll(() => {
  rmSync(directory, { recursive: true });
});

const programs = blocks("ts").map((code, index) => {
  const file = join(directory, `program-${index}.ts`);
  const [, name] = /export class (\w+)/.exec(code) ?? [];
  const rest = `${REST_OF_PROGRAM}new ${String(name)}(stack, "sample", registry);\napp.synth();\n`;
  writeFileSync(file, name === undefined ? code : code + rest);
  return file;
});

const files = blocks("yaml").map((content, index) => {
  const file = join(directory, `access-${index}.yaml`);
  writeFileSync(file, content);
  return file;
});

test("the README opens with a program, and its programs compile", () => {
  expect(README.indexOf("```ts")).toBeLessThan(500);
  expect(compilerMessages(directory)).toBe("");
});

test.each(programs)("the README's program %# synthesizes", (file) => {
  const [json] = Object.values(synthesizeProgram(file));
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
