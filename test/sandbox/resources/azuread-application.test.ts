import { UNKNOWN, type Values } from "../../../sandbox/schema/values";
import { CALLER, InProcess } from "../in-process";

const APPLICATION = "azuread_application";
const OTHER = "0badcafe-0000-4000-8000-000000000001";
const other = { clientId: OTHER, objectId: OTHER, displayName: "other" };
const ownedBy = {
  objectId: CALLER,
  clientId: CALLER,
  permission: "Application.ReadWrite.OwnedBy" as const,
};

test("an application ends without owners when none is listed, although the caller created it", () => {
  const created = new InProcess().create(APPLICATION, { display_name: "web" });
  expect(created.owners).toBeNull();
});

test("an application keeps the caller as an owner when it is listed", () => {
  const created = new InProcess().create(APPLICATION, { display_name: "web", owners: [CALLER] });
  expect(created.owners).toEqual([CALLER]);
});

test("an owner that the directory does not know is refused", () => {
  const create = () =>
    new InProcess().create(APPLICATION, { display_name: "web", owners: [OTHER] });
  expect(create).toThrow("Could not create application");
});

test("owners are changed in place", () => {
  const sandbox = new InProcess({ seed: { servicePrincipals: [other] } });
  const created = sandbox.create(APPLICATION, { display_name: "web", owners: [CALLER] });
  const { requiresReplace } = sandbox.plan(APPLICATION, created, {
    display_name: "web",
    owners: [OTHER],
  });
  expect(requiresReplace).toEqual([]);
  expect(
    sandbox.update(APPLICATION, created, { display_name: "web", owners: [OTHER] }).owners,
  ).toEqual([OTHER]);
});

test("a caller with Application.ReadWrite.OwnedBy cannot change an application that it does not own", () => {
  const sandbox = new InProcess({ seed: { caller: ownedBy } });
  const created = sandbox.create(APPLICATION, { display_name: "web" });
  const addPassword = () =>
    sandbox.create("azuread_application_password", { application_id: created.id ?? null });
  expect(addPassword).toThrow("403");
});

test("a caller with Application.ReadWrite.OwnedBy can change an application that it owns, but not add an owner", () => {
  const sandbox = new InProcess({ seed: { caller: ownedBy, servicePrincipals: [other] } });
  const created = sandbox.create(APPLICATION, { display_name: "web", owners: [CALLER] });
  sandbox.create("azuread_application_password", { application_id: created.id ?? null });
  const addOwner = () =>
    sandbox.update(APPLICATION, created, { display_name: "web", owners: [CALLER, OTHER] });
  expect(addOwner).toThrow("403");
});

test("display names may repeat", () => {
  const sandbox = new InProcess();
  sandbox.create(APPLICATION, { display_name: "web" });
  sandbox.create(APPLICATION, { display_name: "web" });
  expect(sandbox.cloud.directory(sandbox.cloud.seed.tenantId).applications.size).toBe(2);
});

test("prevent_duplicate_names refuses, when planning, a name that differs from an existing one in letter case only", () => {
  const sandbox = new InProcess();
  sandbox.create(APPLICATION, { display_name: "Web" });
  const create = () =>
    sandbox.create(APPLICATION, { display_name: "web", prevent_duplicate_names: true });
  expect(create).toThrow("`prevent_duplicate_names` was specified");
});

test("a renamed application renames its service principal", () => {
  const sandbox = new InProcess();
  const created = sandbox.create(APPLICATION, { display_name: "web" });
  const principal = sandbox.create("azuread_service_principal", {
    client_id: created.client_id ?? null,
  });
  sandbox.update(APPLICATION, created, { display_name: "shop" });
  expect(sandbox.read("azuread_service_principal", principal)?.display_name).toBe("shop");
});

test("a deleted application goes to the recycle bin with its service principal", () => {
  const sandbox = new InProcess();
  const created = sandbox.create(APPLICATION, { display_name: "web" });
  const principal = sandbox.create("azuread_service_principal", {
    client_id: created.client_id ?? null,
  });
  sandbox.delete(APPLICATION, created);
  const { deletedItems } = sandbox.cloud.directory(sandbox.cloud.seed.tenantId);
  expect([...deletedItems.keys()].sort()).toEqual([created.object_id, principal.object_id].sort());
  expect(sandbox.read(APPLICATION, created)).toBeNull();
});

test("an argument that is not modelled is refused", () => {
  const create = () =>
    new InProcess().create(APPLICATION, {
      display_name: "web",
      marketing_url: "https://example.com",
    });
  expect(create).toThrow("The sandbox does not model `marketing_url` of azuread_application");
});

test("a block that is not modelled is refused", () => {
  const create = () =>
    new InProcess().create(APPLICATION, { display_name: "web", password: [{ display_name: "a" }] });
  expect(create).toThrow("The sandbox does not model `password` of azuread_application");
});

test("owners that are known after apply pass validation", () => {
  const sandbox = new InProcess();
  const created = sandbox.create(APPLICATION, { display_name: "web" });
  expect(() =>
    sandbox.plan(APPLICATION, created, { display_name: "web", owners: [UNKNOWN] }),
  ).not.toThrow();
});

test("an application is found by each of its names", () => {
  const sandbox = new InProcess();
  const created = sandbox.create(APPLICATION, { display_name: "web" });
  const { client_id = null, object_id = null } = created;
  for (const by of [{ client_id }, { object_id }, { display_name: "web" }] as Values[]) {
    expect(sandbox.data(APPLICATION, by)).toMatchObject({ client_id, object_id });
  }
});

test("an application that is not there, or whose display name repeats, is not found", () => {
  const sandbox = new InProcess();
  expect(() => sandbox.data(APPLICATION, { display_name: "web" })).toThrow("Application not found");
  sandbox.create(APPLICATION, { display_name: "web" });
  sandbox.create(APPLICATION, { display_name: "web" });
  expect(() => sandbox.data(APPLICATION, { display_name: "web" })).toThrow(
    "Multiple applications found",
  );
});

test("an application of the seed is imported as it is, and takes its service principal along when it is deleted", () => {
  const principal = { ...other, objectId: CALLER };
  const sandbox = new InProcess({
    seed: { applications: [other], servicePrincipals: [principal] },
  });
  const imported = sandbox.import(APPLICATION, `/applications/${OTHER}`) ?? {};
  expect(imported).toMatchObject({ client_id: OTHER, display_name: "other", owners: null });
  expect(sandbox.plan(APPLICATION, imported, { display_name: "other" }).planned).toEqual(imported);
  sandbox.delete(APPLICATION, imported);
  expect(sandbox.import("azuread_service_principal", `/servicePrincipals/${CALLER}`)).toBeNull();
});
