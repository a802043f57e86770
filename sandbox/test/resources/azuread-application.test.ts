import { UNKNOWN, type Values } from "../../lib/schema/values";
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

describe("prevent_duplicate_names", () => {
  const named = (display_name: string): Values => ({ display_name, prevent_duplicate_names: true });

  test("refuses, when planning, the name of an existing application, and tells its object id", () => {
    const sandbox = new InProcess();
    const { object_id } = sandbox.create(APPLICATION, { display_name: "web" });
    expect(() => sandbox.create(APPLICATION, named("web"))).toThrow(
      `An existing "azuread_application" with name "web" (ID: "${object_id as string}") was found and \`prevent_duplicate_names\` was specified. To be managed via Terraform, this resource needs to be imported into the State. Please see the resource documentation for "azuread_application" for more information.`,
    );
  });

  test("takes a name in other letter case for another one, which Graph's filter does not", () => {
    const sandbox = new InProcess();
    sandbox.create(APPLICATION, { display_name: "Web" });
    expect(sandbox.create(APPLICATION, named("web")).display_name).toBe("web");
  });

  test("looks at the name again with every update, whatever it changes", () => {
    const sandbox = new InProcess();
    const created = sandbox.create(APPLICATION, named("web"));
    const { object_id } = sandbox.create(APPLICATION, { display_name: "web" });
    const changed = { ...named("web"), notes: "of the shop" };
    expect(sandbox.plan(APPLICATION, created, changed).requiresReplace).toEqual([]);
    expect(() => sandbox.update(APPLICATION, created, changed)).toThrow(
      `with name "web" (ID: "${object_id as string}") was found`,
    );
  });

  test("fails in the plan where the name has an apostrophe", () => {
    expect(() => new InProcess().create(APPLICATION, named("Ada's app"))).toThrow(
      `could not check for existing application(s): unable to list Applications with filter "displayName eq 'Ada's app'": unexpected status 400`,
    );
    new InProcess().create(APPLICATION, { display_name: "Ada's app" });
  });
});

test("a caller with Application.ReadWrite.OwnedBy makes an application with 19 other owners, and fails at the 20th", () => {
  const ids = Array.from(
    { length: 20 },
    (_, index) => `0badcafe-0000-4000-8000-0000000000${10 + index}`,
  );
  const servicePrincipals = ids.map((id) => ({ clientId: id, objectId: id, displayName: id }));
  const sandbox = new InProcess({ seed: { caller: ownedBy, servicePrincipals } });
  const owners = [CALLER, ...ids];
  sandbox.create(APPLICATION, { display_name: "web", owners: owners.slice(0, 20) });
  const { error, tainted } = sandbox.createInVain(APPLICATION, { display_name: "shop", owners });
  expect(error).toMatch(/^Could not add owners to application with object ID: .* 403/);
  expect(tainted).toBeDefined();
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
