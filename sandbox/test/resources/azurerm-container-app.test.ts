import { deliveredIn } from "../../lib/cloud/delivered";
import { stateOf } from "../../lib/cloud/state";
import { UNKNOWN, type Values } from "../../lib/schema/values";
import { InProcess, SUBSCRIPTION } from "../in-process";

const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-registry/providers`;
const ENVIRONMENT = `${GROUP}/Microsoft.App/managedEnvironments/shop`;
const APP = `${GROUP}/Microsoft.App/containerApps/shop`;
const IDENTITY_ID = `${GROUP}/Microsoft.ManagedIdentity/userAssignedIdentities/shop`;
const SERVER = "contososhop.azurecr.io";

const environment: Values = {
  name: "shop",
  resource_group_name: "rg-registry",
  location: "West Europe",
};

const container: Values = { name: "app", image: `${SERVER}/team-a/app`, cpu: 0.5, memory: "1Gi" };

const app: Values = {
  name: "shop",
  resource_group_name: "rg-registry",
  container_app_environment_id: ENVIRONMENT,
  revision_mode: "Single",
  template: [{ container: [container] }],
  registry: [{ server: SERVER, username: "web", password_secret_name: "acr" }],
  secret: [{ name: "acr", value: "never-to-be-seen" }],
};

const create = (sandbox: InProcess, given: Values = app): Values => {
  sandbox.create("azurerm_container_app_environment", environment);
  return sandbox.create("azurerm_container_app", given);
};

describe.each(["4.55.0", "5.2.0"] as const)("azurerm %s", (azurerm) => {
  test("makes an app in its environment, and plans both the same then", () => {
    const sandbox = new InProcess({ azurerm });
    const type = "azurerm_container_app_environment";
    const state = sandbox.create(type, environment);
    expect(sandbox.plan(type, state, environment).planned).toEqual(state);
    const made = sandbox.create("azurerm_container_app", app);
    expect(made).toMatchObject({ id: APP, location: "westeurope" });
    expect(sandbox.plan("azurerm_container_app", made, app).planned).toEqual(made);
  });
});

test("what a program leaves out in a block has its default in the plan, or is known after apply", () => {
  const { planned } = new InProcess().planNew("azurerm_container_app", app);
  expect(planned.template).toMatchObject([
    {
      min_replicas: 0,
      max_replicas: 10,
      revision_suffix: UNKNOWN,
      container: [{ ephemeral_storage: UNKNOWN }],
    },
  ]);
});

test("another secret changes in place, and the old one is gone", () => {
  const sandbox = new InProcess();
  const state = create(sandbox);
  const given = { ...app, secret: [{ name: "acr", value: "another" }] };
  expect(sandbox.plan("azurerm_container_app", state, given).requiresReplace).toEqual([]);
  const changed = sandbox.update("azurerm_container_app", state, given);
  expect(changed).toMatchObject({ secret: [{ name: "acr", value: "another" }] });
  expect(deliveredIn(sandbox.cloud)).toEqual({
    [`${APP}/registries/${SERVER}/username`]: "web",
    [`${APP}/registries/${SERVER}/password`]: "another",
  });
  expect(changed.latest_revision_name).toBe(state.latest_revision_name);
});

test("the order of its secrets means nothing", () => {
  const sandbox = new InProcess();
  const secrets = [
    { name: "acr", value: "a" },
    { name: "other", value: "b" },
  ];
  const state = create(sandbox, { ...app, secret: secrets });
  const given = { ...app, secret: [...secrets].reverse() };
  expect(sandbox.plan("azurerm_container_app", state, given).planned).toEqual(state);
});

test("tags change, and its secrets stay", () => {
  const sandbox = new InProcess();
  const state = create(sandbox);
  const changed = sandbox.update("azurerm_container_app", state, { ...app, tags: { team: "a" } });
  expect(changed).toMatchObject({ tags: { team: "a" }, secret: [{ value: "never-to-be-seen" }] });
});

test("nothing else in the cloud tells a secret", () => {
  const sandbox = new InProcess();
  create(sandbox);
  const told = JSON.stringify(stateOf(sandbox.cloud));
  expect(told).toContain("containerApps/shop");
  expect(told).not.toContain("never-to-be-seen");
});

test("from a secret to an identity it changes in place, and then holds nothing", () => {
  const sandbox = new InProcess();
  const given = {
    ...app,
    identity: [{ type: "UserAssigned", identity_ids: [IDENTITY_ID] }],
    registry: [{ server: SERVER, identity: IDENTITY_ID }],
    secret: [],
  };
  const changed = sandbox.update("azurerm_container_app", create(sandbox), given);
  expect(changed).toMatchObject({
    identity: [{ type: "UserAssigned", identity_ids: [IDENTITY_ID] }],
    secret: [],
  });
  expect(deliveredIn(sandbox.cloud)).toEqual({});
  expect(sandbox.plan("azurerm_container_app", changed, given).planned).toEqual(changed);
});

test.each([
  [
    { registry: [{ server: SERVER, username: "web", password_secret_name: "other" }] },
    "ContainerAppRegistriesPasswordSecretRefNotFound",
  ],
  [{ registry: [{ server: SERVER, username: "web" }] }, "must supply both username and"],
  [{ registry: [{ server: SERVER }] }, "must supply either identity or"],
  [{ registry: [{ server: "" }] }, 'expected "registry.0.server" to not be an empty string'],
  [{ secret: [{ name: "ACR", value: "" }] }, '"secret.0.name" must consist of lower case'],
  [
    { template: [{ container: [{ ...container, cpu: 0 }] }] },
    "expected template.0.container.0.cpu to be at least (0.100000), got 0.000000",
  ],
  [
    { template: [{ container: [container], max_replicas: 0 }] },
    "expected template.0.max_replicas to be in the range (1 - 300), got 0",
  ],
  [
    { template: [{ container: [{ ...container, liveness_probe: [{ port: 80 }] }] }] },
    "does not model `template.container.liveness_probe.port` of azurerm_container_app",
  ],
  [{ ingress: [{ target_port: 80 }] }, "does not model `ingress` of azurerm_container_app"],
  [{ container_app_environment_id: `${ENVIRONMENT}-other` }, "reading Managed Environment"],
])("%j is refused", (given: Values, problem) => {
  expect(() => create(new InProcess(), { ...app, ...given })).toThrow(problem);
});
