import { deliveredIn } from "../../lib/cloud/delivered";
import { stateOf } from "../../lib/cloud/state";
import type { Values } from "../../lib/schema/values";
import { InProcess, SUBSCRIPTION } from "../in-process";

const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-registry/providers/Microsoft.ContainerInstance/containerGroups/shop`;
const IDENTITY_ID = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-registry/providers/Microsoft.ManagedIdentity/userAssignedIdentities/shop`;

const group: Values = {
  name: "shop",
  resource_group_name: "rg-registry",
  location: "West Europe",
  os_type: "Linux",
  ip_address_type: "None",
  container: [
    {
      name: "app",
      image: "contososhop.azurecr.io/team-a/app:1.0",
      cpu: 0.5,
      memory: 1.5,
      // What is computed in a block is proposed by Terraform itself.
      commands: ["serve"],
      environment_variables: { STAGE: "test" },
    },
  ],
  image_registry_credential: [
    { server: "contososhop.azurecr.io", username: "web", password: "never-to-be-seen" },
  ],
};

const ofPassword = (password: string): Values => ({
  ...group,
  image_registry_credential: [{ server: "contososhop.azurecr.io", username: "web", password }],
});

const create = (sandbox: InProcess, given: Values = group): Values =>
  sandbox.create("azurerm_container_group", given);

describe.each(["4.55.0", "5.2.0"] as const)("azurerm %s", (azurerm) => {
  test("makes a container group, and plans it the same then", () => {
    const sandbox = new InProcess({ azurerm });
    const state = create(sandbox);
    expect(state).toMatchObject({ id: GROUP, location: "westeurope", restart_policy: "Always" });
    expect(sandbox.plan("azurerm_container_group", state, group).planned).toEqual(state);
  });
});

test("what it logs in with is delivered, and told by nothing else in the cloud", () => {
  const sandbox = new InProcess();
  create(sandbox);
  expect(deliveredIn(sandbox.cloud)).toEqual({
    [`${GROUP}/imageRegistryCredentials/contososhop.azurecr.io/username`]: "web",
    [`${GROUP}/imageRegistryCredentials/contososhop.azurecr.io/password`]: "never-to-be-seen",
  });
  const told = JSON.stringify(stateOf(sandbox.cloud));
  expect(told).toContain("containerGroups/shop");
  expect(told).not.toContain("never-to-be-seen");
});

test.each([
  ["image_registry_credential", ofPassword("another")],
  ["name", { ...group, name: "other" }],
  ["restart_policy", { ...group, restart_policy: "Never" }],
])("another %s replaces it", (name, given: Values) => {
  const sandbox = new InProcess();
  const { requiresReplace } = sandbox.plan("azurerm_container_group", create(sandbox), given);
  expect(requiresReplace).toEqual([name]);
});

test("tags change in place", () => {
  const sandbox = new InProcess();
  const state = create(sandbox);
  const changed = sandbox.update("azurerm_container_group", state, {
    ...group,
    tags: { team: "shop" },
  });
  expect(changed.tags).toEqual({ team: "shop" });
});

test("it logs in by an identity that it has, and holds nothing then", () => {
  const sandbox = new InProcess();
  const state = create(sandbox, {
    ...group,
    identity: [{ type: "UserAssigned", identity_ids: [IDENTITY_ID] }],
    image_registry_credential: [
      { server: "contososhop.azurecr.io", user_assigned_identity_id: IDENTITY_ID },
    ],
  });
  expect(state.identity).toEqual([
    { type: "UserAssigned", identity_ids: [IDENTITY_ID], principal_id: "", tenant_id: "" },
  ]);
  expect(deliveredIn(sandbox.cloud)).toEqual({});
});

test("its name is free when it is deleted, and taken until then", () => {
  const sandbox = new InProcess();
  const state = create(sandbox);
  expect(() => create(sandbox)).toThrow("needs to be imported");
  sandbox.delete("azurerm_container_group", state);
  expect(deliveredIn(sandbox.cloud)).toEqual({});
  expect(create(sandbox).id).toBe(GROUP);
});

test.each([
  [{ zones: ["1"] }, "The sandbox does not model `zones` of azurerm_container_group"],
  [{ ip_address_type: "Public" }, 'expected "ip_address_type" to be None'],
  [{ ip_address_type: null }, "an azurerm_container_group whose `ip_address_type` is not None"],
  [
    { container: [{ name: "app", image: "app", cpu: 1, memory: 1, cpu_limit: 2 }] },
    "The sandbox does not model `container.cpu_limit` of azurerm_container_group",
  ],
])("%j is refused", (given: Values, problem) => {
  expect(() => create(new InProcess(), { ...group, ...given })).toThrow(problem);
});
