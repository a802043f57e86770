import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Testing } from "cdktf";
import { AcrRegistry, AcrServicePrincipal } from "cdktf-acr-auth";
import { AccessFileStack, checkAccessFile } from "../../lib/access-file";
import { problems, resources } from "../support/stack";

const SHOP = "registries: { shop: { name: contosoShop, resourceGroup: rg-registry } }";
const RIGHT = `${SHOP}\nprincipals: { web: { displayName: web, grants: [{ registry: shop, access: pull }] } }`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "acr-auth-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function fileWith(text: string): string {
  const file = join(folder, "access.yaml");
  writeFileSync(file, text);
  return file;
}

describe("a program with an access file", () => {
  test("grants its own principals access to the registries of the file, and the file's to its own", () => {
    const stack = new AccessFileStack(Testing.app(), "access", fileWith(RIGHT));
    stack.registry("shop").grantPull(new AcrServicePrincipal(stack, "job", { displayName: "job" }));
    const cache = { registryName: "contosoCache", resourceGroupName: "rg" };
    AcrRegistry.fromName(stack, "cache", cache).grantPull(stack.principal("web"));
    expect(problems(stack)).toEqual([]);
    expect(resources(stack, "azurerm_role_assignment")).toHaveLength(3);
  });

  test("is told which key was probably meant", () => {
    const stack = new AccessFileStack(Testing.app(), "access", fileWith(RIGHT));
    expect(() => stack.registry("shops")).toThrow(
      '[access] "shops" is not the key of a registry in the access file; did you mean "shop"?',
    );
    expect(() => stack.principal("unheard-of")).toThrow(
      '[access] "unheard-of" is not the key of a principal in the access file; the keys are "web"',
    );
  });

  test("has the mistakes of the file told when it is synthesized, each with its line", () => {
    const app = new App({ outdir: join(folder, "out") });
    const file = fileWith(`${RIGHT.replace("pull", "pul")}\nextra: 1`);
    new AccessFileStack(app, "access", file);
    expect(() => {
      app.synth();
    }).toThrow(
      /access\.yaml:2:67 principals\.web\.grants\[0\]\.access: "pul" is not one of [^\n]*\n.*access\.yaml:3:1 extra: is not a key/,
    );
    expect(existsSync(join(folder, "out", "stacks", "access"))).toBe(false);
  });
});

describe("checkAccessFile", () => {
  test("finds nothing in a right file", () => {
    expect(checkAccessFile(fileWith(RIGHT))).toEqual([]);
  });

  test("tells of each mistake what it is and where, in the order of the file", () => {
    const file = fileWith(`${RIGHT.replace("pull", "pul")}\nextra: 1`);
    expect(checkAccessFile(file)).toEqual([
      {
        severity: "mistake",
        id: "acr-auth:mistake",
        file,
        line: 2,
        column: 67,
        path: "principals.web.grants[0].access",
        message: expect.stringMatching(/^"pul" is not one of pull, push/) as string,
      },
      expect.objectContaining({ line: 3, column: 1, path: "extra" }),
    ]);
  });

  test("tells of a file that can't be read, at its beginning", () => {
    const [finding, ...others] = checkAccessFile(join(folder, "none.yaml"));
    expect(finding).toMatchObject({ severity: "mistake", line: 1, column: 1, path: "" });
    expect(finding?.message).toMatch(/^does not exist; write it/);
    expect(others).toEqual([]);
  });
});
