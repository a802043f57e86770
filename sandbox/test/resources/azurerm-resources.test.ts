import { stateOf } from "../../lib/cloud/state";
import { ProviderError } from "../../lib/provider/provider-error";
import type { Values } from "../../lib/schema/values";
import { InProcess, REGISTRY_ID, SUBSCRIPTION } from "../in-process";

const group: Values = { name: "rg-shop", location: "West Europe" };
const registry: Values = {
  name: "contosoBuild",
  resource_group_name: "rg-shop",
  location: "West Europe",
  sku: "Premium",
};

function withGroup() {
  const sandbox = new InProcess();
  return { sandbox, created: sandbox.create("azurerm_resource_group", group) };
}

test("a location is stored without spaces and in lower case", () => {
  expect(withGroup().created.location).toBe("westeurope");
});

test("a resource group that exists is not adopted", () => {
  const { sandbox } = withGroup();
  expect(() => sandbox.create("azurerm_resource_group", group)).toThrow("needs to be imported");
});

test("a resource group with a registry in it is not deleted", () => {
  const { sandbox, created } = withGroup();
  const state = sandbox.create("azurerm_container_registry", registry);
  expect(() => {
    sandbox.delete("azurerm_resource_group", created);
  }).toThrow("still contains Resources");
  sandbox.delete("azurerm_container_registry", state);
  sandbox.delete("azurerm_resource_group", created);
  expect(sandbox.read("azurerm_resource_group", created)).toBeNull();
});

test("a registry needs its resource group", () => {
  const create = () => new InProcess().create("azurerm_container_registry", registry);
  expect(create).toThrow(
    /"\): performing Create: unexpected status 404 \(404 Not Found\) with error: ResourceGroupNotFound: /,
  );
});

test("the name of a registry is taken in all of Azure", () => {
  const { sandbox } = withGroup();
  const create = () =>
    sandbox.create("azurerm_container_registry", { ...registry, name: "CONTOSOSHOP" });
  expect(create).toThrow(
    'the name "CONTOSOSHOP" used for the Container Registry needs to be globally unique and isn\'t available: ',
  );
});

describe("azurerm 5.2.0", () => {
  function withRegistry(given: Values) {
    const sandbox = new InProcess({ azurerm: "5.2.0" });
    sandbox.create("azurerm_resource_group", group);
    return { sandbox, state: sandbox.create("azurerm_container_registry", given) };
  }
  const mode = (state: Values | null): unknown => state?.role_assignment_mode;
  const abac: Values = { ...registry, role_assignment_mode: "AbacRepositoryPermissions" };

  test("makes a registry in the mode that it says, and in legacy mode where it says none", () => {
    expect(mode(withRegistry(abac).state)).toBe("AbacRepositoryPermissions");
    expect(mode(withRegistry(registry).state)).toBe("LegacyRegistryPermissions");
  });

  test("plans a registry back to legacy mode that does not say another", () => {
    const { sandbox, state } = withRegistry(abac);
    expect(sandbox.plan("azurerm_container_registry", state, abac).planned).toEqual(state);
    const back = sandbox.update("azurerm_container_registry", state, registry);
    expect(mode(back)).toBe("LegacyRegistryPermissions");
    expect(mode(sandbox.read("azurerm_container_registry", back))).toBe(
      "LegacyRegistryPermissions",
    );
  });
});

test("the sku of a registry changes in place, its name replaces it", () => {
  const { sandbox } = withGroup();
  const state = sandbox.create("azurerm_container_registry", registry);
  const plan = (changed: Values) =>
    sandbox.plan("azurerm_container_registry", state, { ...registry, ...changed });
  expect(plan({ sku: "Basic", location: "westeurope" }).requiresReplace).toEqual([]);
  expect(plan({ name: "contosoOther" }).requiresReplace).toEqual(["name"]);
});

test("the admin user of a registry is not modelled", () => {
  const { sandbox } = withGroup();
  const create = () =>
    sandbox.create("azurerm_container_registry", { ...registry, admin_enabled: true });
  expect(create).toThrow(
    'expected "admin_enabled" to be false, the only value that the sandbox models',
  );
});

test("a registry is looked up in letters of any case, which its id then has, and tells its login server", () => {
  const found = new InProcess().data("azurerm_container_registry", {
    name: "CONTOSOSHOP",
    resource_group_name: "rg-registry",
  });
  expect(found).toMatchObject({
    id: REGISTRY_ID.replace("contosoShop", "CONTOSOSHOP"),
    login_server: "contososhop.azurecr.io",
  });
});

test("a login server with the hash of a domain name label comes from the seed", () => {
  const loginServer = "contososhop-abc123.azurecr.io";
  const registries = [{ resourceGroup: "rg-registry", name: "contosoShop", loginServer }];
  const sandbox = new InProcess({ seed: { registries } });
  const { login_server } = sandbox.data("azurerm_container_registry", {
    name: "contosoShop",
    resource_group_name: "rg-registry",
  });
  expect(login_server).toBe(loginServer);
});

test("a registry that is not there is an error", () => {
  const find = () =>
    new InProcess().data("azurerm_container_registry", {
      name: "other",
      resource_group_name: "rg-registry",
    });
  expect(find).toThrow(
    `Registry (Subscription: "${SUBSCRIPTION}"
Resource Group Name: "rg-registry"
Registry Name: "other") was not found`,
  );
});

test("what needs another sku is refused", () => {
  const { sandbox } = withGroup();
  const plan = (given: Values) =>
    sandbox.planNew("azurerm_container_registry", { ...registry, ...given });
  expect(() => plan({ sku: "Basic", anonymous_pull_enabled: true })).toThrow(
    "`anonymous_pull_enabled` can only be applied when using the Standard/Premium Sku",
  );
  const create = () =>
    sandbox.create("azurerm_container_registry", {
      ...registry,
      sku: "Basic",
      public_network_access_enabled: false,
    });
  expect(create).toThrow("can only be disabled for a Premium Sku");
});

test("a registry changes in place", () => {
  const { sandbox } = withGroup();
  const state = sandbox.create("azurerm_container_registry", registry);
  const changed = { ...registry, sku: "Standard", anonymous_pull_enabled: true, tags: { a: "b" } };
  expect(sandbox.update("azurerm_container_registry", state, changed)).toMatchObject({
    sku: "Standard",
    anonymous_pull_enabled: true,
    tags: { a: "b" },
  });
});

test("states of older versions of a schema are upgraded, where that needs nothing of a storage account", () => {
  const sandbox = new InProcess();
  const group = `/subscriptions/${SUBSCRIPTION}/resourcegroups/rg-shop`;
  const id = `${group}/providers/Microsoft.ManagedIdentity/userassignedidentities/id-shop`;
  expect(sandbox.upgrade("azurerm_user_assigned_identity", 0, { id }).id).toBe(
    `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-shop/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-shop`,
  );
  expect(() => sandbox.upgrade("azurerm_container_registry", 1, { id: REGISTRY_ID })).toThrow(
    "The sandbox does not model a state of azurerm_container_registry from before its schema version 2",
  );
});

test("an id whose fixed words are in another case is not imported", () => {
  const sandbox = new InProcess();
  const lower = REGISTRY_ID.replace("resourceGroups", "resourcegroups");
  expect(() => sandbox.import("azurerm_container_registry", lower)).toThrow(
    `parsing "${lower}": parsing segment "staticResourceGroups": parsing the Registry ID: the segment at position 2 didn't match`,
  );
  const group = `/subscriptions/${SUBSCRIPTION}/resourcegroups/rg-registry`;
  expect(() => sandbox.import("azurerm_resource_group", group)).toThrow(
    /^parsing segment "resourceGroups": parsing the ResourceGroup ID: /,
  );
});

test("role assignments at a registry go with it", () => {
  const { sandbox } = withGroup();
  const state = sandbox.create("azurerm_container_registry", registry);
  const assignment = sandbox.create("azurerm_role_assignment", {
    scope: state.id ?? null,
    principal_id: "0badcafe-0000-4000-8000-000000000001",
    principal_type: "ServicePrincipal",
    role_definition_name: "AcrPull",
  });
  sandbox.delete("azurerm_container_registry", state);
  expect(sandbox.read("azurerm_role_assignment", assignment)).toBeNull();
});

test("a user-assigned identity has a principal that a role can be assigned to", () => {
  const { sandbox } = withGroup();
  const identity = sandbox.create("azurerm_user_assigned_identity", {
    name: "id-shop",
    resource_group_name: "rg-shop",
    location: "westeurope",
  });
  const found = sandbox.data("azuread_service_principal", {
    object_id: identity.principal_id ?? null,
  });
  expect(found).toMatchObject({ type: "ManagedIdentity", client_id: identity.client_id });
});

test("azurerm 5.2.0 says of an identity that it is not isolated, and shows nothing of it", () => {
  const sandbox = new InProcess({ azurerm: "5.2.0" });
  sandbox.create("azurerm_resource_group", group);
  const identity = sandbox.create("azurerm_user_assigned_identity", {
    name: "id-shop",
    resource_group_name: "rg-shop",
    location: "westeurope",
  });
  expect(identity.isolation_scope).toBe("");
  const { subscriptions } = stateOf(sandbox.cloud);
  expect(subscriptions[SUBSCRIPTION]?.identities).toMatchObject([{ isolationScope: "None" }]);
});

test("the errors of the identity and of the role definition are told twice, as the summary and as the detail", () => {
  const { sandbox } = withGroup();
  const identity = { name: "id-shop", resource_group_name: "rg-shop", location: "westeurope" };
  sandbox.create("azurerm_user_assigned_identity", identity);
  const error = errorOf(() => sandbox.create("azurerm_user_assigned_identity", identity));
  expect(error.summary).toContain("needs to be imported");
  expect(error.detail).toBe(error.summary);
  const find = () => sandbox.data("azurerm_role_definition", { name: "AcrPul" });
  expect(errorOf(find).detail).toBe("loading Role Definition List: could not find role 'AcrPul'");
});

test("a role definition has the subscription in its id exactly when it was looked up at a scope", () => {
  const role =
    "/providers/Microsoft.Authorization/roleDefinitions/7f951dda-4ed3-4680-a7ca-43fe172d538d";
  const sandbox = new InProcess();
  expect(sandbox.data("azurerm_role_definition", { name: "AcrPull" }).id).toBe(role);
  const scoped = sandbox.data("azurerm_role_definition", { name: "AcrPull", scope: REGISTRY_ID });
  expect(scoped.id).toBe(`/subscriptions/${SUBSCRIPTION}${role}`);
});

test("a role that is not there is an error, and one whose permissions are not known is not modelled", () => {
  const find = (name: string) => () => new InProcess().data("azurerm_role_definition", { name });
  expect(find("AcrPul")).toThrow("could not find role 'AcrPul'");
  expect(find("Contributor")).toThrow('does not model the permissions of the role "Contributor"');
});

function errorOf(operation: () => unknown): ProviderError {
  try {
    operation();
  } catch (error) {
    return ProviderError.from(error);
  }
  throw new Error("It did not fail.");
}
