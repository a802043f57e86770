import type { Values } from "../../lib/schema/values";
import { CALLER, InProcess } from "../in-process";

const PRINCIPAL = "azuread_service_principal";
const existing = {
  clientId: "6f3f7e4e-0000-4000-8000-000000000001",
  objectId: "6f3f7e4e-0000-4000-8000-000000000002",
  displayName: "contoso-audit",
};

test("a service principal needs an application with its client id", () => {
  const create = () => new InProcess().create(PRINCIPAL, { client_id: existing.clientId });
  expect(create).toThrow("Could not create service principal");
});

test("a service principal ends without owners when none is listed", () => {
  const sandbox = new InProcess();
  const { client_id = null } = sandbox.create("azuread_application", { display_name: "web" });
  expect(sandbox.create(PRINCIPAL, { client_id }).owners).toBeNull();
});

test("a caller with Application.ReadWrite.OwnedBy cannot create one for an application that it does not own", () => {
  const caller = {
    objectId: CALLER,
    clientId: CALLER,
    permission: "Application.ReadWrite.OwnedBy" as const,
  };
  const sandbox = new InProcess({ seed: { caller } });
  const { client_id = null } = sandbox.create("azuread_application", { display_name: "web" });
  const create = () => sandbox.create(PRINCIPAL, { client_id });
  expect(create).toThrow("backing application");
});

test("a service principal that exists is not adopted unless use_existing is set", () => {
  const sandbox = new InProcess({ seed: { servicePrincipals: [existing] } });
  expect(() => sandbox.create(PRINCIPAL, { client_id: existing.clientId })).toThrow(
    "needs to be imported",
  );
  const adopted = sandbox.create(PRINCIPAL, { client_id: existing.clientId, use_existing: true });
  expect(adopted.object_id).toBe(existing.objectId);
});

test("an adopted service principal is deleted with the resource all the same", () => {
  const sandbox = new InProcess({ seed: { servicePrincipals: [existing] } });
  const adopted = sandbox.create(PRINCIPAL, { client_id: existing.clientId, use_existing: true });
  sandbox.delete(PRINCIPAL, adopted);
  expect(sandbox.read(PRINCIPAL, adopted)).toBeNull();
});

test("an application for one tenant only gets no service principal in another", () => {
  const sandbox = new InProcess();
  const { client_id = null } = sandbox.create("azuread_application", { display_name: "web" });
  const elsewhere = sandbox.inTenant("7e4a0000-0000-4000-8000-00000000000b");
  expect(() => elsewhere.create(PRINCIPAL, { client_id })).toThrow(
    "Could not create service principal",
  );
});

test("a multitenant application gets a service principal in another tenant, which tells where it comes from", () => {
  const sandbox = new InProcess();
  const { client_id = null } = sandbox.create("azuread_application", {
    display_name: "web",
    sign_in_audience: "AzureADMultipleOrgs",
  });
  const elsewhere = sandbox.inTenant("7e4a0000-0000-4000-8000-00000000000b");
  const created = elsewhere.create(PRINCIPAL, { client_id });
  expect(created.application_tenant_id).toBe(sandbox.cloud.seed.tenantId);
});

test("a service principal is found by each of its names", () => {
  const sandbox = new InProcess({ seed: { servicePrincipals: [existing] } });
  const { clientId: client_id, objectId: object_id, displayName: display_name } = existing;
  for (const by of [{ client_id }, { object_id }, { display_name }] as Values[]) {
    expect(sandbox.data(PRINCIPAL, by)).toMatchObject({
      client_id,
      object_id,
      display_name,
      type: "Application",
    });
  }
});

test("a service principal is found by an id in upper case, and imported by one", () => {
  const { clientId, objectId, displayName } = existing;
  const sandbox = new InProcess({ seed: { servicePrincipals: [existing] } });
  for (const by of [
    { client_id: clientId.toUpperCase() },
    { object_id: objectId.toUpperCase() },
  ] as Values[]) {
    expect(sandbox.data(PRINCIPAL, by).display_name).toBe(displayName);
  }
  const id = `/servicePrincipals/${objectId.toUpperCase()}`;
  expect(sandbox.import(PRINCIPAL, id)).toMatchObject({ id, object_id: objectId });
});

test.each([
  [{ client_id: existing.clientId }, "No service principal found: no service principal found"],
  [
    { object_id: existing.objectId },
    `Service Principal (Service Principal: "${existing.objectId}") was not found`,
  ],
  [
    { display_name: "Ada's app" },
    `Service principal not found: no service principals found matching filter: "displayName eq 'Ada''s app'"`,
  ],
])("a service principal that is not there is an error: %o", (by, message) => {
  expect(() => new InProcess().data(PRINCIPAL, by)).toThrow(message);
});

test("the state of an older version of the schema is upgraded", () => {
  const { objectId: id, clientId: client_id } = existing;
  expect(new InProcess().upgrade(PRINCIPAL, 0, { id, client_id })).toMatchObject({
    id: `/servicePrincipals/${id}`,
    client_id,
  });
});

test("a display name that two service principals have is an error", () => {
  const second = { ...existing, clientId: CALLER, objectId: CALLER };
  const sandbox = new InProcess({ seed: { servicePrincipals: [existing, second] } });
  expect(() => sandbox.data(PRINCIPAL, { display_name: "Contoso-Audit" })).toThrow(
    "Multiple service principals found",
  );
});

test("a look-up takes exactly one name", () => {
  const sandbox = new InProcess({ seed: { servicePrincipals: [existing] } });
  const both = { client_id: existing.clientId, display_name: existing.displayName };
  expect(() => sandbox.data(PRINCIPAL, both)).toThrow("Invalid combination of arguments");
  expect(() => sandbox.data(PRINCIPAL, {})).toThrow("Invalid combination of arguments");
});
