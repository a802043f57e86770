import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DEFAULT_SEED } from "../lib";
import { checkSeed, readSeed } from "../lib/seed";

const ids = {
  subscriptionId: "5b5c0000-0000-4000-8000-000000000001",
  tenantId: "7e4a0000-0000-4000-8000-000000000001",
};

test("the seed in the repository is valid and has the registry of the sample program, in abac mode", () => {
  const { registries } = readSeed(DEFAULT_SEED);
  expect(registries).toEqual([
    { resourceGroup: "rg-registry", name: "contosoShop", permissionsMode: "abac" },
  ]);
});

test("two ids are enough for a seed", () => {
  expect(checkSeed(ids)).toMatchObject({
    registries: [],
    caller: { permission: "Application.ReadWrite.All" },
  });
});

test("all mistakes are told at once, each with its place", () => {
  const wrong = {
    ...ids,
    tenantId: "contoso",
    registries: [{ name: "a-b", resourceGroup: "rg", permissionsMode: "rbac" }],
    servicePrincipal: [],
  };
  let message = "";
  try {
    checkSeed(wrong);
  } catch (error) {
    message = (error as Error).message;
  }
  expect(message).toContain("tenantId: must be a GUID");
  expect(message).toContain("registries.0.name: must have 5 to 50 letters and digits");
  expect(message).toContain("registries.0.permissionsMode: ");
  expect(message).toContain('Unrecognized key: "servicePrincipal"');
});

test("a name or an id that is there twice is refused", () => {
  const registry = { resourceGroup: "rg", name: "contosoShop" };
  const principal = { clientId: ids.tenantId, objectId: ids.tenantId, displayName: "audit" };
  const twice = {
    ...ids,
    registries: [registry, { ...registry, name: "contososhop" }],
    applications: [principal, { ...principal, objectId: ids.subscriptionId }],
    servicePrincipals: [principal, { ...principal, clientId: ids.subscriptionId }],
  };
  expect(() => checkSeed(twice)).toThrow(
    "The seed is not valid:\n  registries.1.name: is there twice\n  registries.1.loginServer: is there twice\n  applications.1.clientId: is there twice\n  servicePrincipals.1.objectId: is there twice",
  );
});

test("a login server that two registries have is refused", () => {
  const registries = [
    { resourceGroup: "rg", name: "contosoShop" },
    { resourceGroup: "rg", name: "contosoBuild", loginServer: "contososhop.azurecr.io" },
  ];
  expect(() => checkSeed({ ...ids, registries })).toThrow(
    "The seed is not valid:\n  registries.1.loginServer: is there twice",
  );
});

test.each([
  "ContosoShop.azurecr.io",
  "contososhop.azurecr.de",
  "contososhop.azurecr.io:443",
  "https://contososhop.azurecr.io",
  "a.contososhop.azurecr.io",
  "azurecr.io",
])("a login server %j is refused", (loginServer) => {
  const registries = [{ resourceGroup: "rg", name: "contosoShop", loginServer }];
  expect(() => checkSeed({ ...ids, registries })).toThrow(
    "registries.0.loginServer: must be a login server in lower case, such as",
  );
});

test.each([null, 7, "contoso", []])("a seed that is %o is refused", (seed) => {
  expect(() => checkSeed(seed)).toThrow("The seed is not valid");
});

test("a seed file that is not there, or no YAML, is told by its name", () => {
  const directory = mkdtempSync(join(tmpdir(), "acr-auth-seed-"));
  const file = join(directory, "seed.yaml");
  try {
    expect(() => readSeed(file)).toThrow(`The seed ${file} cannot be read`);
    writeFileSync(file, "a: [");
    expect(() => readSeed(file)).toThrow(`The seed ${file} is no YAML`);
  } finally {
    rmSync(directory, { recursive: true });
  }
});
