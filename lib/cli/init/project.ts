import { readFileSync } from "node:fs";
import { join } from "node:path";
import { accessFileJsonSchema } from "../../access-file";
import type { ProjectFile } from "./folder";
import type { Needs } from "./manifest";

/** What a project is written in. */
export type Kind = "access-file" | "typescript";

/** A file of a new project. */
export interface NewFile extends ProjectFile {
  /** Other names for the same; where there is one of them, this file is not written. */
  readonly or?: readonly string[];
  /** What one that is there already has to have in it; blanks don't matter. */
  readonly essential?: readonly string[];
}

const DEPENDENCIES = [
  "cdktf-acr-auth",
  "cdktf",
  "constructs",
  "@cdktf/provider-azuread",
  "@cdktf/provider-azurerm",
];
const DEV_DEPENDENCIES: Record<Kind, string[]> = {
  "access-file": ["cdktf-acr-auth-sandbox", "cdktf-cli", "@cdktf/provider-time"],
  typescript: [
    "cdktf-acr-auth-sandbox",
    "cdktf-cli",
    "@cdktf/provider-time",
    "@swc/core",
    "@swc/jest",
    "@types/jest",
    "@types/node",
    "jest",
    "tsx",
    "typescript",
  ],
};
// The pipelines run these names, whatever a project is written in.
const SCRIPTS: Record<Kind, Record<string, string>> = {
  "access-file": {
    check: "acr-auth check",
    synth: "cdktf synth",
    plan: "cdktf diff",
    deploy: "cdktf deploy",
    permissions: "acr-auth permissions",
    sandbox: "acr-auth sandbox --",
  },
  typescript: {
    check: "tsc && jest",
    test: "jest",
    synth: "cdktf synth",
    plan: "cdktf diff",
    deploy: "cdktf deploy",
    sandbox: "acr-auth sandbox --",
  },
};

/** What the package.json of a project needs. */
export function manifestNeeds(kind: Kind): Needs {
  return {
    scripts: SCRIPTS[kind],
    dependencies: tested(DEPENDENCIES),
    devDependencies: tested(DEV_DEPENDENCIES[kind]),
  };
}

/** The files of a project, but for its package.json. */
export function projectFiles(kind: Kind, isModule: boolean): NewFile[] {
  return [
    ...(kind === "typescript" ? typescriptFiles() : accessFileFiles(isModule)),
    {
      name: ".gitignore",
      content: template("every/gitignore"),
      essential: ["node_modules", "cdktf.out", "*.tfstate"],
    },
    {
      name: ".github/workflows/registry-access.yml",
      content: template("every/github-workflow.yml"),
    },
    { name: "azure-pipelines.yml", content: template("every/azure-pipelines.yml") },
  ];
}

function accessFileFiles(isModule: boolean): NewFile[] {
  // Its one line is CommonJS.
  const main = isModule ? "main.cjs" : "main.js";
  const oneLine = template("access-file/main.cjs");
  return [
    cdktfJson(`node ${main}`),
    { name: main, content: oneLine, essential: [oneLine.trim()] },
    { name: "access.yaml", content: template("access-file/access.yaml") },
    { name: "access.schema.json", content: json(accessFileJsonSchema()) },
  ];
}

function typescriptFiles(): NewFile[] {
  const file = (name: string): NewFile => ({ name, content: template(`typescript/${name}`) });
  return [
    cdktfJson("node --import tsx main.ts"),
    file("main.ts"),
    file("registry-access.ts"),
    file("registry-access.test.ts"),
    // Under another name there, where it would be taken for the one of its folder.
    { name: "tsconfig.json", content: template("typescript/project-tsconfig.json") },
    // jest refuses to choose between two.
    {
      ...file("jest.config.cjs"),
      or: ["js", "mjs", "ts", "mts", "cts", "json"].map((end) => `jest.config.${end}`),
    },
  ];
}

// Not by npx, which takes 0.7 s each time, and by no bin: cdktf's shell does not look in node_modules/.bin.
function cdktfJson(app: string): NewFile {
  return {
    name: "cdktf.json",
    content: json({ language: "typescript", app, sendCrashReports: "false" }),
    essential: [`"app": "${app}"`],
  };
}

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

function template(name: string): string {
  return readFileSync(join(__dirname, "templates", ...name.split("/")), "utf8");
}

/** The exact versions with which this version of this package was tested. */
function tested(names: readonly string[]): Record<string, string> {
  const own = JSON.parse(
    readFileSync(join(__dirname, "..", "..", "..", "package.json"), "utf8"),
  ) as { name: string; version: string; devDependencies: Record<string, string> };
  const versions = new Map([...Object.entries(own.devDependencies), [own.name, own.version]]);
  return Object.fromEntries(names.map((name) => [name, versions.get(name) ?? "*"]));
}
