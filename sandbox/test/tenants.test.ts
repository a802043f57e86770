import type { Value, Values } from "../lib/schema/values";
import { CALLER, InProcess, REGISTRY_ID, TENANT } from "./in-process";

const PARTNER = "7e4a0000-0000-4000-8000-00000000000b";
const multitenant = { display_name: "web", sign_in_audience: "AzureADMultipleOrgs" };

function twoTenants(options: ConstructorParameters<typeof InProcess>[0] = {}) {
  const home = new InProcess(options);
  return { home, partner: home.inTenant(PARTNER) };
}

function callerIn(sandbox: InProcess): Value {
  return sandbox.data("azuread_client_config", {}).object_id ?? null;
}

test("the caller is the same application in every tenant, with an object of its own in each", () => {
  const { home, partner } = twoTenants();
  const [here, there] = [home, partner].map((tenant) => tenant.data("azuread_client_config", {}));
  expect(here).toMatchObject({ tenant_id: TENANT, object_id: CALLER });
  expect(there).toMatchObject({ tenant_id: PARTNER, client_id: here?.client_id });
  expect(there?.object_id).not.toBe(CALLER);
  expect(callerIn(home.inTenant(PARTNER))).toBe(there?.object_id);
});

test("what is made in a tenant is owned by the object that the caller has there", () => {
  const { partner } = twoTenants();
  const owners = [callerIn(partner)];
  const { client_id = null, ...application } = partner.create("azuread_application", {
    display_name: "web",
    owners,
  });
  const principal = partner.create("azuread_service_principal", { client_id, owners });
  expect([application.owners, principal.owners]).toEqual([owners, owners]);
});

test("an owner from another tenant is refused", () => {
  const { home, partner } = twoTenants();
  const application = (owner: Value): Values => ({ display_name: "web", owners: [owner] });
  for (const [tenant, stranger] of [
    [partner, callerIn(home)],
    [home, callerIn(partner)],
  ] as const) {
    const create = () => tenant.create("azuread_application", application(stranger));
    expect(create).toThrow("The reference to the owner");
  }
});

test("a caller with Application.ReadWrite.OwnedBy makes no service principal for an application of another tenant", () => {
  const caller = {
    objectId: CALLER,
    clientId: CALLER,
    permission: "Application.ReadWrite.OwnedBy" as const,
  };
  const { home, partner } = twoTenants({ seed: { caller } });
  const { client_id = null } = home.create("azuread_application", {
    ...multitenant,
    owners: [CALLER],
  });
  const create = () => partner.create("azuread_service_principal", { client_id });
  expect(create).toThrow("backing application");
});

test("an application is looked up in the tenant of its provider only", () => {
  const { home, partner } = twoTenants();
  const { client_id = null } = home.create("azuread_application", multitenant);
  expect(home.data("azuread_application", { client_id }).client_id).toBe(client_id);
  expect(() => partner.data("azuread_application", { client_id })).toThrow("Application not found");
});

test("a role assignment looks its principal up in the tenant of the subscription, unless principal_type is set", () => {
  const { home, partner } = twoTenants();
  const { client_id = null } = home.create("azuread_application", multitenant);
  const { object_id: principal_id = null } = partner.create("azuread_service_principal", {
    client_id,
  });
  const assign = (given: Values = {}) =>
    home.create("azurerm_role_assignment", {
      scope: REGISTRY_ID,
      role_definition_name: "AcrPull",
      principal_id,
      ...given,
    });
  expect(() => assign()).toThrow(`does not exist in the directory ${TENANT}`);
  expect(assign({ principal_type: "ServicePrincipal" }).principal_id).toBe(principal_id);
});
