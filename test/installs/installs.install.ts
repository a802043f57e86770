import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { copyOfSources, pack, run } from "../support/package";
import { ROOT, synthesizeProgram } from "../support/program";
import { directory, type Manifest, PROGRAM, Project } from "./project";

const tarball = pack(copyOfSources(join(directory, "source"))).filename;
const PAGE = readFileSync(join(ROOT, "docs", "install.md"), "utf8");

/** The package.json that docs/install.md has for cdktn, with this package in it. */
const [, MANIFEST = ""] = /^```json\n(.*?)^```$/ms.exec(PAGE) ?? [];
const ON_CDKTN = JSON.parse(MANIFEST) as Required<Manifest>;
ON_CDKTN.dependencies["cdktf-acr-auth"] = `file:${tarball}`;

/** The override that docs/install.md has for pnpm. */
const [, CDKTN_FOR_PNPM = ""] = /`overrides: \{ cdktf: "(.*)" \}`/.exec(PAGE) ?? [];

/** The same on cdktf. */
const ON_CDKTF: Manifest = { dependencies: { ...ON_CDKTN.dependencies, cdktf: "0.21.0" } };

describe("installed, the package compiles and synthesizes what its sources do", () => {
  // Without what cdktf notes down for itself, such as its version.
  const terraform = (json = ""): unknown =>
    JSON.parse(json, (key, value: unknown) => (key === "//" ? undefined : value));
  const expected = terraform(synthesizeProgram(PROGRAM).shop);

  test("a resource that waits for the role, and a secret in two slots", () => {
    const { resource } = expected as { resource: Record<string, Record<string, unknown>> };
    expect(resource.azurerm_resource_group).toEqual({
      waiting: expect.objectContaining({
        depends_on: [expect.stringMatching(/^azurerm_role_assignment\./)],
      }) as unknown,
    });
    expect(Object.keys(resource.azuread_application_password ?? {})).toHaveLength(2);
  });

  test.each([
    ["npm with cdktf", () => Project.npm(ON_CDKTF)],
    ["npm with cdktn in place of cdktf", () => Project.npm(ON_CDKTN)],
    ["pnpm with cdktf", () => Project.pnpm(ON_CDKTF)],
    [
      "pnpm with cdktn in place of cdktf",
      () => Project.pnpm({ ...ON_CDKTN, overrides: { cdktf: CDKTN_FOR_PNPM } }),
    ],
  ])("%s", (_what, install) => {
    const project = install();
    project.compile();
    const { status, stdout, stderr } = project.synth();
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(terraform(project.json())).toEqual(expected);
    expect(stdout).toMatch(/^ +at .*objectId.*main\.js.*\nnew AcrServicePrincipal .*\n$/);
    project.remove();
  });
});

describe("installed twice, it refuses to go on, until the cure that it names", () => {
  test("an app on cdktn beside cdktf", () => {
    const project = Project.npm({ dependencies: { ...ON_CDKTF.dependencies, cdktn: "0.24.0" } });
    project.compileChanged('from "cdktf"', 'from "cdktn"');
    const { status, stderr } = project.synth();
    expect(stderr).toMatch(
      /\[shop\/registry] cdktf is in this program twice: the app is of one copy, cdktn 0\.24\.0, and cdktf-acr-auth uses another, cdktf 0\.21\.0\./,
    );
    expect(status).not.toBe(0);
    project.remove();
  });

  test("a package that brings a cdktf of its own", () => {
    const platform = packedPlatform({ cdktf: "0.20.12" }, 'module.exports = require("cdktf");');
    const manifest = { dependencies: { ...ON_CDKTF.dependencies, platform } };
    const project = Project.npm(manifest);
    project.compileChanged('from "cdktf"', 'from "platform"');
    const { status, stderr } = project.synth();
    expect(stderr).toMatch(
      /twice: the app is of one copy, cdktf 0\.20\.12, and cdktf-acr-auth uses another, cdktf 0\.21\.0\./,
    );
    expect(status).not.toBe(0);
    project.remove();

    const cured = Project.npm({ ...manifest, overrides: { cdktf: "$cdktf" } });
    cured.compileChanged('from "cdktf"', 'from "platform"');
    expect(cured.synth()).toMatchObject({ status: 0, stderr: "" });
    cured.remove();
  });

  test("a package that brings a copy of this one", () => {
    const platform = packedPlatform(
      { "cdktf-acr-auth": `file:${older(tarball)}` },
      'const { AcrServicePrincipal } = require("cdktf-acr-auth");\n' +
        'exports.add = (stack) => new AcrServicePrincipal(stack, "ops", { displayName: "contoso-ops" });\n',
    );
    const manifest = { dependencies: { ...ON_CDKTF.dependencies, platform } };
    const project = Project.npm(manifest);
    project.compileChanged("app.synth()", 'require("platform").add(stack);\napp.synth()');
    const { status, stderr } = project.synth();
    expect(stderr).toMatch(/\[shop\/ops] cdktf-acr-auth is in this program twice\./);
    expect(status).not.toBe(0);
    project.remove();

    const cured = Project.npm({
      ...manifest,
      overrides: { "cdktf-acr-auth": "$cdktf-acr-auth" },
    });
    cured.compileChanged("app.synth()", 'require("platform").add(stack);\napp.synth()');
    expect(cured.synth()).toMatchObject({ status: 0, stderr: "" });
    cured.remove();
  });
});

/** A package of a platform team. */
function packedPlatform(itsDependencies: Record<string, string>, main: string): string {
  const folder = mkdtempSync(join(directory, "platform-"));
  const manifest = { name: "platform", version: "1.0.0", dependencies: itsDependencies };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  writeFileSync(join(folder, "index.js"), main);
  return `file:${pack(folder).filename}`;
}

/** The package again, in an earlier version. */
function older(packed: string): string {
  const folder = mkdtempSync(join(directory, "older-"));
  run(folder, "tar", "-xzf", packed, "--strip-components=1");
  run(folder, "npm", "pkg", "set", "version=0.0.1");
  run(folder, "npm", "pkg", "delete", "scripts");
  return pack(folder).filename;
}
