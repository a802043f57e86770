import { deliveredIn } from "../../lib/cloud/delivered";
import { stateOf } from "../../lib/cloud/state";
import { UNKNOWN, type Values } from "../../lib/schema/values";
import { InProcess, SUBSCRIPTION } from "../in-process";

const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-registry/providers`;
const PLAN = `${GROUP}/Microsoft.Web/serverFarms/apps`;
const SITE = `${GROUP}/Microsoft.Web/sites/contoso`;
const IDENTITY_ID = `${GROUP}/Microsoft.ManagedIdentity/userAssignedIdentities/shop`;
const CLIENT_ID = "c11e0000-0000-4000-8000-000000000001";
const URL = "https://contososhop.azurecr.io";

const WEB = "azurerm_linux_web_app";
const FUNCTION = "azurerm_linux_function_app";

const place: Values = { resource_group_name: "rg-registry", location: "West Europe" };
const plan: Values = { ...place, name: "apps", os_type: "Linux", sku_name: "B1" };
const identity: Values = {
  identity: [{ type: "UserAssigned", identity_ids: [IDENTITY_ID] }],
};

/** An app of each kind, that logs in by a password, or by an identity. */
const APPS: Record<string, (password?: string, config?: Values, others?: Values) => Values> = {
  [WEB]: (password, config, others) => ({
    ...place,
    name: "contoso",
    service_plan_id: PLAN,
    site_config: [
      {
        ...config,
        application_stack: [
          {
            docker_image_name: "team-a/app:1.0",
            docker_registry_url: URL,
            ...(password !== undefined && {
              docker_registry_username: "web",
              docker_registry_password: password,
            }),
          },
        ],
      },
    ],
    ...others,
  }),
  [FUNCTION]: (password, config, others) => ({
    ...place,
    name: "contoso",
    service_plan_id: PLAN,
    storage_account_name: "contoso",
    storage_uses_managed_identity: true,
    site_config: [
      {
        ...config,
        application_stack: [
          {
            docker: [
              {
                registry_url: URL,
                image_name: "team-a/app",
                image_tag: "1.0",
                ...(password !== undefined && {
                  registry_username: "web",
                  registry_password: password,
                }),
              },
            ],
          },
        ],
      },
    ],
    ...others,
  }),
};

const made = (type: string, given: Values, sandbox = new InProcess()): [InProcess, Values] => {
  sandbox.create("azurerm_service_plan", plan);
  return [sandbox, sandbox.create(type, given)];
};

describe.each(["4.55.0", "5.2.0"] as const)("azurerm %s", (azurerm) => {
  test.each([WEB, FUNCTION])("makes an %s, and plans it the same then", (type) => {
    const given = APPS[type]?.("never-to-be-seen") ?? {};
    const [sandbox, state] = made(type, given, new InProcess({ azurerm }));
    expect(state).toMatchObject({
      id: SITE,
      location: "westeurope",
      site_config: [{ linux_fx_version: "DOCKER|contososhop.azurecr.io/team-a/app:1.0" }],
    });
    expect(sandbox.plan(type, state, given).planned).toEqual(state);
    expect(sandbox.read(type, state)).toMatchObject({ site_credential: [{ name: "$contoso" }] });
  });

  test("makes a plan for them, whose size changes in place", () => {
    const sandbox = new InProcess({ azurerm });
    const state = sandbox.create("azurerm_service_plan", plan);
    expect(state).toMatchObject({ id: PLAN, reserved: true, worker_count: 1 });
    expect(sandbox.plan("azurerm_service_plan", state, plan).planned).toEqual(state);
    const changed = { ...plan, sku_name: "P1v3" };
    expect(sandbox.update("azurerm_service_plan", state, changed).sku_name).toBe("P1v3");
  });
});

describe.each(Object.entries(APPS))("%s", (type, app) => {
  test("has another password in place, and nothing else in the cloud tells it", () => {
    const [sandbox, state] = made(type, app("never-to-be-seen"));
    expect(JSON.stringify(stateOf(sandbox.cloud))).not.toContain("never-to-be-seen");
    expect(sandbox.plan(type, state, app("another")).requiresReplace).toEqual([]);
    sandbox.update(type, state, app("another"));
    expect(deliveredIn(sandbox.cloud)).toEqual({
      [`${SITE}/config/appSettings/DOCKER_REGISTRY_SERVER_USERNAME`]: "web",
      [`${SITE}/config/appSettings/DOCKER_REGISTRY_SERVER_PASSWORD`]: "another",
    });
  });

  test("logs in by an identity that it gets, and holds nothing then", () => {
    const [sandbox, state] = made(type, app("never-to-be-seen"));
    const given = app(
      undefined,
      {
        container_registry_use_managed_identity: true,
        container_registry_managed_identity_client_id: CLIENT_ID,
      },
      identity,
    );
    const changed = sandbox.update(type, state, given);
    expect(changed).toMatchObject({
      ...identity,
      site_config: [{ container_registry_managed_identity_client_id: CLIENT_ID }],
    });
    expect(deliveredIn(sandbox.cloud)).toEqual({});
    expect(sandbox.plan(type, changed, given).planned).toEqual(changed);
  });

  test("keeps the settings of the program beside those for the registry", () => {
    const given = app("never-to-be-seen", {}, { app_settings: { STAGE: "test" } });
    expect(made(type, given)[1].app_settings).toEqual({ STAGE: "test" });
  });

  test("has the defaults of its configuration in the plan", () => {
    const { planned } = new InProcess().planNew(type, app());
    expect(planned.site_config).toMatchObject([
      { ftps_state: "Disabled", minimum_tls_version: "1.2", linux_fx_version: UNKNOWN },
    ]);
  });

  test("needs a name that nobody has in all of Azure, and a plan that is there", () => {
    const [sandbox, state] = made(type, app());
    const group = sandbox.create("azurerm_resource_group", { name: "other", location: "we" });
    const elsewhere = { ...app(), resource_group_name: group.name ?? null };
    expect(() => sandbox.create(type, elsewhere)).toThrow("failed the availability check");
    sandbox.delete(type, state);
    expect(sandbox.create(type, elsewhere).name).toBe("contoso");
    const without = { ...app(), name: "contoso-2", service_plan_id: `${PLAN}-2` };
    expect(() => sandbox.create(type, without)).toThrow("reading App Service Plan");
  });

  test.each<[Values, string]>([
    [{ name: "a_b" }, '"name" may only contain alphanumeric characters and dashes'],
    [{ service_plan_id: "apps" }, "parsing the AppServicePlan ID"],
    [{ backup: [{ name: "b" }] }, `does not model \`backup\` of ${type}`],
    [{ public_network_access_enabled: false }, "the only value that the sandbox models"],
    [app(undefined, { minimum_tls_version: "0.9" }), "expected site_config.0.minimum_tls_version"],
    [app(undefined, { worker_count: 2 }), `does not model \`site_config.worker_count\` of ${type}`],
    [{ site_config: [{}] }, `does not model an ${type} without`],
  ])("refuses %j", (others, problem) => {
    expect(() => made(type, { ...app(), ...others })).toThrow(problem);
  });
});

test.each([
  ["docker_registry_url", "contososhop.azurecr.io", "to have a host"],
  ["docker_registry_url", "ftp://contososhop.azurecr.io", 'schema of: "http,https"'],
  ["docker_registry_username", "", "to not be an empty string"],
])("a web app refuses %s %j", (name, value, problem) => {
  const stack = { docker_image_name: "app:1.0", [name]: value };
  const given = { ...APPS[WEB]?.(), site_config: [{ application_stack: [stack] }] };
  const full = `expected "site_config.0.application_stack.0.${name}"`;
  expect(() => new InProcess().planNew(WEB, given)).toThrow(full);
  expect(() => new InProcess().planNew(WEB, given)).toThrow(problem);
});

test("a web app refuses settings that have arguments of their own", () => {
  const given = APPS[WEB]?.("", {}, { app_settings: { docker_registry_server_url: URL } }) ?? {};
  expect(() => new InProcess().planNew(WEB, given)).toThrow(
    "cannot set a value for docker_registry_server_url in app_settings",
  );
});

test("a function app refuses what the sandbox does not model of storage and of plans", () => {
  const app = APPS[FUNCTION]?.() ?? {};
  const sandbox = new InProcess();
  expect(() => sandbox.planNew(FUNCTION, { ...app, storage_uses_managed_identity: null })).toThrow(
    "whose `storage_uses_managed_identity` is not true",
  );
  expect(() => sandbox.planNew(FUNCTION, { ...app, storage_account_name: "A" })).toThrow(
    "can only consist of lowercase letters and numbers",
  );
  sandbox.create("azurerm_service_plan", { ...plan, sku_name: "Y1" });
  expect(() => sandbox.create(FUNCTION, app)).toThrow("in a plan with `sku_name` Y1");
});
