import { REGISTRY_ID, SUBSCRIPTION, TENANT } from "../in-process";
import { Api, bodyOf, outcome, values } from "./api";

const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-shop`;
const REGISTRY = `${GROUP}/providers/Microsoft.ContainerRegistry/registries/contosoWeb`;
const IDENTITY = `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-shop`;
const GROUPS = "?api-version=2023-07-01";
const REGISTRIES = "?api-version=2025-04-01";
const NEWEST = "?api-version=2025-11-01";
const IDENTITIES = "?api-version=2024-11-30";

function withGroup() {
  const registries = [{ resourceGroup: "rg-registry", name: "contosoShop" }];
  const api = new Api({ seed: { registries } });
  api.management(`PUT ${GROUP}${GROUPS}`, { location: "West Europe", tags: { team: "a" } });
  return api;
}

describe("the version of an API", () => {
  const list = (version: string) => new Api().management(`GET /subscriptions${version}`);

  test.each([
    ["", "400 MissingApiVersionParameter"],
    ["?api-version=", "400 MissingApiVersionParameter"],
    ["?api-version=latest", "400 InvalidApiVersionParameter"],
    ["?api-version=2020-01-01", "501 NotModelled"],
    ["?api-version=2022-12-01", "200"],
    ["?api-version=2022-12-01&$top=3", "501 NotModelled"],
  ])("%j is answered %s", (version, expected) => {
    expect(outcome(list(version))).toBe(expected);
  });
});

test("a token of another tenant is refused by a subscription", () => {
  const request = `GET /subscriptions/${SUBSCRIPTION.toUpperCase()}?api-version=2022-12-01`;
  const other = "0fe40000-0000-4000-8000-000000000001";
  expect(outcome(new Api().management(request, undefined, other))).toBe(
    "401 InvalidAuthenticationTokenTenant",
  );
  expect(bodyOf(new Api().management(request))).toMatchObject({
    id: `/subscriptions/${SUBSCRIPTION}`,
    tenantId: TENANT,
  });
});

test("a path that is unknown is not modelled", () => {
  const request = `GET ${REGISTRY_ID}/webhooks${REGISTRIES}`;
  expect(outcome(new Api().management(request))).toBe("501 NotModelled");
});

describe("a request that a test makes fail", () => {
  test("says so in the words of Azure Resource Manager", () => {
    const api = withGroup();
    const get = () => api.management(`GET ${GROUP}${GROUPS}`);
    const failed = (["403", "429", "500"] as const).map((how) => {
      api.fail("GET /resourceGroups/{name}", how);
      return outcome(get());
    });
    expect(failed).toEqual([
      "403 AuthorizationFailed",
      "429 TooManyRequests",
      "500 InternalServerError",
    ]);
    api.fail("GET /resourceGroups/{name}", "429");
    expect(get().headers).toEqual({ "Retry-After": "1" });
    expect(outcome(get())).toBe("200");
  });
});

describe("a resource group", () => {
  test("is found in any letter case, keeps its own, and has a location without spaces", () => {
    const found = withGroup().management(`GET ${GROUP.toUpperCase()}${GROUPS}`);
    expect(bodyOf(found)).toMatchObject({ id: GROUP, name: "rg-shop", location: "westeurope" });
  });

  test("is changed where it is, and moves nowhere", () => {
    const api = withGroup();
    const put = (location: string) => api.management(`PUT ${GROUP}${GROUPS}`, { location });
    expect(outcome(put("northeurope"))).toBe("409 InvalidResourceGroupLocation");
    expect(put("westeurope")).toMatchObject({ status: 200, body: { tags: {} } });
    const patched = api.management(`PATCH ${GROUP}${GROUPS}`, { tags: { team: "b" } });
    expect(bodyOf(patched)).toMatchObject({ tags: { team: "b" } });
  });

  test("lists what is in it, in pages, and takes it along", () => {
    const api = withGroup();
    api.management(`PUT ${REGISTRY}${NEWEST}`, { location: "westeurope", sku: { name: "Basic" } });
    api.management(`PUT ${IDENTITY}${IDENTITIES}`, { location: "westeurope" });
    const first = api.management(
      `GET ${GROUP}/resources${GROUPS}&$expand=provisioningState&$top=1`,
    );
    const { nextLink = "" } = bodyOf(first);
    expect(values(first)).toMatchObject([{ id: REGISTRY }]);
    const rest = api.management(`GET ${nextLink.replace("https://management.azure.com", "")}`);
    expect(values(rest)).toMatchObject([{ id: IDENTITY }]);
    expect(bodyOf(rest).nextLink).toBeUndefined();
    expect(outcome(api.management(`DELETE ${GROUP}${GROUPS}`))).toBe("200");
    const again = [`${GROUP}${GROUPS}`, `${REGISTRY}${NEWEST}`, `${IDENTITY}${IDENTITIES}`];
    expect(again.map((path) => outcome(api.management(`GET ${path}`)))).toEqual(
      Array(3).fill("404 ResourceGroupNotFound"),
    );
  });
});

describe("a registry", () => {
  const given = { location: "westeurope", sku: { name: "Premium", tier: "Premium" } };

  test("has Azure's own settings where none are given, and keeps those that a change does not name", () => {
    const api = withGroup();
    const created = api.management(`PUT ${REGISTRY}${REGISTRIES}`, {
      ...given,
      identity: { type: "None", userAssignedIdentities: null },
      properties: { policies: { retentionPolicy: {}, exportPolicy: { status: "disabled" } } },
    });
    const policies = {
      exportPolicy: { status: "disabled" },
      retentionPolicy: { days: 7, status: "disabled" },
    };
    expect(created).toMatchObject({
      status: 201,
      body: {
        id: REGISTRY,
        properties: {
          loginServer: "contosoweb.azurecr.io",
          provisioningState: "Succeeded",
          publicNetworkAccess: "Enabled",
          networkRuleSet: { defaultAction: "Allow", ipRules: [] },
          policies,
        },
      },
    });
    const changed = api.management(`PATCH ${REGISTRY}${REGISTRIES}`, {
      sku: { name: "Basic" },
      properties: { anonymousPullEnabled: true, dataEndpointEnabled: true },
    });
    expect(bodyOf(changed)).toMatchObject({
      sku: { name: "Basic", tier: "Basic" },
      properties: {
        anonymousPullEnabled: true,
        dataEndpointHostNames: ["contosoWeb.westeurope.data.azurecr.io"],
        policies,
      },
    });
    expect(bodyOf(changed).properties).not.toHaveProperty("networkRuleSet.defaultAction");
  });

  test("tells and takes its permissions mode in the newest version only", () => {
    const api = withGroup();
    const properties = { roleAssignmentMode: "AbacRepositoryPermissions" };
    const put = (version: string) =>
      api.management(`PUT ${REGISTRY}${version}`, { ...given, properties });
    expect(outcome(put(REGISTRIES))).toBe("501 NotModelled");
    expect(bodyOf(put(NEWEST))).toMatchObject({ properties });
    const before = bodyOf(api.management(`GET ${REGISTRY}${REGISTRIES}`));
    expect(before.properties).not.toHaveProperty("roleAssignmentMode");
  });

  test("has a name that is free in all of Azure", () => {
    const api = withGroup();
    const check = (name: string) =>
      bodyOf(
        api.management(
          `POST /subscriptions/${SUBSCRIPTION}/providers/Microsoft.ContainerRegistry/checkNameAvailability${REGISTRIES}`,
          { name, type: "Microsoft.ContainerRegistry/registries" },
        ),
      );
    expect(check("contosoWeb")).toEqual({ nameAvailable: true });
    expect(check("CONTOSOSHOP")).toMatchObject({ nameAvailable: false, reason: "AlreadyExists" });
    const taken = REGISTRY.replace("contosoWeb", "contososhop");
    expect(outcome(api.management(`PUT ${taken}${NEWEST}`, given))).toBe("409 AlreadyInUse");
  });

  test("is deleted, and its name is free again", () => {
    const api = withGroup();
    const send = (method: string) =>
      outcome(api.management(`${method} ${REGISTRY}${NEWEST}`, given));
    expect(["PUT", "PUT", "DELETE", "DELETE", "GET", "PUT"].map(send)).toEqual([
      "201",
      "200",
      "200",
      "204",
      "404 ResourceNotFound",
      "201",
    ]);
  });

  test("is replicated nowhere", () => {
    const api = withGroup();
    expect(values(api.management(`GET ${REGISTRY_ID}/replications${REGISTRIES}`))).toEqual([]);
    expect(outcome(api.management(`GET ${REGISTRY}/replications${REGISTRIES}`))).toBe(
      "404 ResourceNotFound",
    );
  });

  test.each([
    [{}, "400 InvalidRequestContent"],
    [{ ...given, sku: { name: "Gold" } }, "400 InvalidRequestContent"],
    [{ ...given, tags: { a: 1 } }, "400 InvalidRequestContent"],
    [[], "400 InvalidRequestContent"],
    [{ ...given, properties: { adminUserEnabled: true } }, "501 NotModelled"],
    [{ ...given, identity: { type: "SystemAssigned" } }, "501 NotModelled"],
    [{ ...given, properties: { encryption: {} } }, "501 NotModelled"],
  ])("is not made of %j", (body, expected) => {
    expect(outcome(withGroup().management(`PUT ${REGISTRY}${NEWEST}`, body))).toBe(expected);
  });
});

describe("a user-assigned identity", () => {
  test("has a principal in the directory, which goes with it", () => {
    const api = withGroup();
    const created = api.management(`PUT ${IDENTITY}${IDENTITIES}`, {
      location: "westeurope",
      properties: { isolationScope: "Regional" },
    });
    const { clientId = "", principalId = "" } = bodyOf(created).properties as never as Record<
      string,
      string
    >;
    expect(created).toMatchObject({
      status: 201,
      body: { properties: { tenantId: TENANT, isolationScope: "Regional" } },
    });
    const principal = `/v1.0/servicePrincipals/${principalId}`;
    expect(bodyOf(api.graph(`GET ${principal}`))).toMatchObject({
      appId: clientId,
      servicePrincipalType: "ManagedIdentity",
    });
    expect(outcome(api.graph(`DELETE ${principal}`))).toBe("501 NotModelled");
    const changed = api.management(`PATCH ${IDENTITY}${IDENTITIES}`, { tags: { team: "a" } });
    expect(bodyOf(changed)).toMatchObject({ tags: { team: "a" }, properties: { principalId } });
    const send = (method: string) => outcome(api.management(`${method} ${IDENTITY}${IDENTITIES}`));
    expect(["DELETE", "DELETE", "GET"].map(send)).toEqual(["200", "204", "404 ResourceNotFound"]);
    expect(outcome(api.graph(`GET ${principal}`))).toBe("404 Request_ResourceNotFound");
  });
});

test("the resource providers of a subscription are registered", () => {
  const list = new Api().management(
    `GET /subscriptions/${SUBSCRIPTION}/providers?api-version=2022-09-01`,
  );
  expect(values(list)).toContainEqual({
    id: `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.ContainerRegistry`,
    namespace: "Microsoft.ContainerRegistry",
    registrationPolicy: "RegistrationRequired",
    registrationState: "Registered",
  });
});
