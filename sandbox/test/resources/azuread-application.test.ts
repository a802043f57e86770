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

test("an owner in upper case is a change in every plan, and the apply of it fails", () => {
  const sandbox = new InProcess({ seed: { servicePrincipals: [other] } });
  const given = { display_name: "web", owners: [OTHER.toUpperCase()] };
  const created = sandbox.create(APPLICATION, given);
  const read = sandbox.read(APPLICATION, created) ?? {};
  expect(read.owners).toEqual([OTHER]);
  expect(sandbox.plan(APPLICATION, read, given).planned.owners).toEqual([OTHER.toUpperCase()]);
  expect(() => sandbox.update(APPLICATION, read, given)).toThrow(
    /^Could not add owners to application with object ID: "[0-9a-f-]{36}": .*400 .*One or more added object references already exist/,
  );
});

test("the caller may be listed in upper case, and stays an owner", () => {
  const owners = [CALLER.toUpperCase()];
  const sandbox = new InProcess();
  const created = sandbox.create(APPLICATION, { display_name: "web", owners });
  expect(sandbox.read(APPLICATION, created)?.owners).toEqual([CALLER]);
});

test("an update that fails is in the state as if it had been made, until the next read", () => {
  const sandbox = new InProcess();
  const created = sandbox.create(APPLICATION, { display_name: "web" });
  sandbox.fail("PATCH /applications/{id}", "403");
  const { error, state } = sandbox.updateInVain(APPLICATION, created, { display_name: "shop" });
  expect(error).toMatch(/^Could not update application with object ID: .* 403/);
  expect(state?.display_name).toBe("shop");
  expect(sandbox.read(APPLICATION, state ?? {})?.display_name).toBe("web");
});

test.each([
  ["/applications/x", null],
  ["/applications/0badcafe-0000-4000-8000-000000000009", null],
])("%s is imported as something that is not there", (id, found) => {
  expect(new InProcess().import(APPLICATION, id)).toBe(found);
});

test("an id of another form is not imported", () => {
  expect(() => new InProcess().import(APPLICATION, OTHER)).toThrow(
    `parsing "${OTHER}": parsing the Application ID: the number of segments didn't match`,
  );
});

test("an application for personal accounts needs a version of tokens that is not modelled", () => {
  const given = { display_name: "web", sign_in_audience: "PersonalMicrosoftAccount" };
  expect(() => new InProcess().planNew(APPLICATION, given)).toThrow(
    "`requested_access_token_version` must be 2 when `sign_in_audience` is",
  );
});

test("the state of an older version of the schema is upgraded", () => {
  const sandbox = new InProcess();
  const old = { id: OTHER, display_name: "web" };
  expect(sandbox.upgrade(APPLICATION, 1, old)).toMatchObject({
    id: `/applications/${OTHER}`,
    display_name: "web",
  });
  expect(
    sandbox.upgrade(APPLICATION, 0, {
      ...old,
      group_membership_claims: "All",
      public_client: true,
    }),
  ).toMatchObject({ group_membership_claims: ["All"], fallback_public_client_enabled: true });
  const current = { ...old, id: `/applications/${OTHER}` };
  expect(sandbox.upgrade(APPLICATION, 2, current).id).toBe(current.id);
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

  test("fails in the plan where the name has an apostrophe, also where that is new", () => {
    const refusal = `could not check for existing application(s): unable to list Applications with filter "displayName eq 'Ada's app'": unexpected status 400`;
    const sandbox = new InProcess();
    expect(() => sandbox.planNew(APPLICATION, named("Ada's app"))).toThrow(refusal);
    const created = sandbox.create(APPLICATION, named("Ada"));
    expect(() => sandbox.plan(APPLICATION, created, named("Ada's app"))).toThrow(refusal);
    sandbox.create(APPLICATION, { display_name: "Ada's app" });
  });

  test("lets a rename to a name that is taken pass in the plan, and refuses it in the apply", () => {
    const sandbox = new InProcess();
    const created = sandbox.create(APPLICATION, named("web"));
    sandbox.create(APPLICATION, { display_name: "shop" });
    expect(sandbox.plan(APPLICATION, created, named("shop")).planned.display_name).toBe("shop");
    expect(() => sandbox.update(APPLICATION, created, named("shop"))).toThrow('with name "shop"');
  });

  test("takes an application that was imported in upper case for its own namesake, at every update", () => {
    const sandbox = new InProcess({ seed: { applications: [other] } });
    const imported = sandbox.import(APPLICATION, `/applications/${OTHER.toUpperCase()}`) ?? {};
    expect(imported).toMatchObject({
      id: `/applications/${OTHER.toUpperCase()}`,
      object_id: OTHER,
    });
    const changed = { ...named("other"), notes: "of the shop" };
    expect(() => sandbox.update(APPLICATION, imported, changed)).toThrow(
      `with name "other" (ID: "${OTHER}") was found`,
    );
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

test("an application is found by an id in upper case", () => {
  const sandbox = new InProcess({ seed: { applications: [other] } });
  for (const by of ["client_id", "object_id"]) {
    expect(sandbox.data(APPLICATION, { [by]: OTHER.toUpperCase() }).object_id).toBe(OTHER);
  }
});

test("the data source of an application tells the name of an argument as a path", () => {
  expect(() => new InProcess().data(APPLICATION, { client_id: "web" })).toThrow(
    'expected "[{pathStepImpl:{} Name:client_id}]" to be a valid UUID, got web',
  );
});

test("an application that is not there, or whose display name repeats, is not found", () => {
  const sandbox = new InProcess();
  expect(() => sandbox.data(APPLICATION, { object_id: OTHER })).toThrow(
    new RegExp(`^Application with object ID "${OTHER}" was not found$`),
  );
  expect(() => sandbox.data(APPLICATION, { display_name: "web" })).toThrow(
    `Application not found: no applications found matching filter: "displayName eq 'web'"`,
  );
  sandbox.create(APPLICATION, { display_name: "web" });
  sandbox.create(APPLICATION, { display_name: "web" });
  expect(() => sandbox.data(APPLICATION, { display_name: "web" })).toThrow(
    "Multiple applications found",
  );
});

test("an application of the seed is imported as it is, and takes its service principal along when it is deleted", () => {
  const objectId = "0badcafe-0000-4000-8000-000000000002";
  const principal = { ...other, objectId };
  const sandbox = new InProcess({
    seed: { applications: [other], servicePrincipals: [principal] },
  });
  const imported = sandbox.import(APPLICATION, `/applications/${OTHER}`) ?? {};
  expect(imported).toMatchObject({ client_id: OTHER, display_name: "other", owners: [] });
  expect(sandbox.plan(APPLICATION, imported, { display_name: "other" }).planned).toEqual(imported);
  sandbox.delete(APPLICATION, imported);
  expect(sandbox.import("azuread_service_principal", `/servicePrincipals/${objectId}`)).toBeNull();
});
