import { randomUUID } from "node:crypto";
import type { Json } from "../../lib/cloud/api";
import { REGISTRY_ID, SUBSCRIPTION } from "../in-process";
import { Api, bodyOf, outcome, values } from "./api";

const ALICE = "a11ce000-0000-4000-8000-000000000001";
const NAME = "5c09e000-0000-4000-8000-000000000001";
const OTHER = "5c09e000-0000-4000-8000-000000000002";
const ROLES = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions`;
const READER = "b93aa761-3e63-49ed-ac28-beffa264f7ac";
const PULL = "7f951dda-4ed3-4680-a7ca-43fe172d538d";

function withRegistry(options: ConstructorParameters<typeof Api>[0] = {}) {
  return new Api({
    ...options,
    seed: {
      registries: [{ resourceGroup: "rg-registry", name: "contosoShop", permissionsMode: "abac" }],
      servicePrincipals: [{ objectId: ALICE, clientId: ALICE, displayName: "alice" }],
      ...options.seed,
    },
  });
}

function pathOf(name = NAME, scope = REGISTRY_ID): string {
  return `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}?api-version=2022-04-01`;
}

function bodyWith(given: Record<string, string> = {}) {
  const principal = { principalId: ALICE, principalType: "ServicePrincipal" };
  return { properties: { ...principal, roleDefinitionId: `${ROLES}/${READER}`, ...given } };
}

describe("a role assignment", () => {
  test("is created, read, changed in place and deleted", () => {
    const api = withRegistry();
    const created = api.management(`PUT ${pathOf()}`, bodyWith({ description: "" }));
    expect(created).toMatchObject({
      status: 201,
      body: {
        id: `${REGISTRY_ID}/providers/Microsoft.Authorization/roleAssignments/${NAME}`,
        name: NAME,
        properties: { scope: REGISTRY_ID, principalId: ALICE, condition: null, description: null },
      },
    });
    const changed = api.management(`PUT ${pathOf()}`, bodyWith({ description: "for team A" }));
    expect(changed).toMatchObject({
      status: 200,
      body: { properties: { description: "for team A" } },
    });
    expect(outcome(api.management(`DELETE ${pathOf()}`))).toBe("200");
    expect(outcome(api.management(`DELETE ${pathOf()}`))).toBe("204");
    expect(outcome(api.management(`GET ${pathOf()}`))).toBe("404 RoleAssignmentNotFound");
  });

  test("is changed by what was read of it", () => {
    const api = withRegistry();
    const { properties: read } = bodyOf(api.management(`PUT ${pathOf()}`, bodyWith()));
    const change = (given: object) =>
      api.management(`PUT ${pathOf()}`, { properties: { ...Object(read), ...given } as Json });
    expect(outcome(change({ description: "for team A" }))).toBe("200");
    expect(outcome(change({ scope: `/subscriptions/${SUBSCRIPTION}` }))).toBe("501 NotModelled");
  });

  test("keeps the letter case of its scope, is found in any, and answers the principal in lower case", () => {
    const api = withRegistry();
    const scope = REGISTRY_ID.replace("contosoShop", "CONTOSOSHOP").replace(
      "resourceG",
      "resourceg",
    );
    api.management(`PUT ${pathOf(NAME, scope)}`, bodyWith({ principalId: ALICE.toUpperCase() }));
    const found = api.management(`GET ${pathOf(NAME.toUpperCase(), scope.toLowerCase())}`);
    expect(found).toMatchObject({
      status: 200,
      body: { name: NAME, properties: { scope, principalId: ALICE } },
    });
  });

  test("is there once for a scope, a role and a principal, and its error names the other one", () => {
    const api = withRegistry();
    api.management(`PUT ${pathOf()}`, bodyWith());
    const second = api.management(`PUT ${pathOf(OTHER)}`, bodyWith());
    expect(second).toMatchObject({
      status: 409,
      body: {
        error: {
          code: "RoleAssignmentExists",
          message: expect.stringContaining(NAME.replaceAll("-", "")) as string,
        },
      },
    });
  });

  test("stays with its principal and its role", () => {
    const api = withRegistry();
    api.management(`PUT ${pathOf()}`, bodyWith());
    const moved = bodyWith({ roleDefinitionId: `${ROLES}/${PULL}` });
    expect(outcome(api.management(`PUT ${pathOf()}`, moved))).toBe(
      "400 RoleAssignmentUpdateNotPermitted",
    );
  });

  test("is refused for a principal of another type, but not for one that is not known yet", () => {
    const api = withRegistry({ replicationLag: 1 });
    const put = (given: Record<string, string>, name = randomUUID()) =>
      outcome(api.management(`PUT ${pathOf(name)}`, bodyWith(given)));
    expect(put({ principalType: "User" })).toBe("400 UnmatchedPrincipalType");
    expect(put({ principalType: "User", principalId: OTHER })).toBe("201");
    const { appId = "" } = bodyOf(api.graph("POST /v1.0/applications", { displayName: "web" }));
    const { id = "" } = bodyOf(api.graph("POST /v1.0/servicePrincipals", { appId }));
    expect(put({ principalType: "User", principalId: id })).toBe("201");
  });

  test("waits for its principal where no type is given, which begins to be known by being looked for", () => {
    const api = withRegistry({ replicationLag: 2 });
    const { appId = "" } = bodyOf(api.graph("POST /v1.0/applications", { displayName: "web" }));
    const { id = "" } = bodyOf(api.graph("POST /v1.0/servicePrincipals", { appId }));
    const body = { properties: { principalId: id, roleDefinitionId: `${ROLES}/${READER}` } };
    const put = () => outcome(api.management(`PUT ${pathOf()}`, body));
    expect([put(), put(), put()]).toEqual([
      "400 PrincipalNotFound",
      "400 PrincipalNotFound",
      "201",
    ]);
  });

  test.each<[string, Record<string, string>, string]>([
    ["with a name that is no GUID", {}, "400 InvalidRoleAssignmentId"],
    [
      "of a role that is none",
      { roleDefinitionId: `${ROLES}/${OTHER}` },
      "400 RoleDefinitionDoesNotExist",
    ],
    ["of no role id", { roleDefinitionId: "AcrPull" }, "400 InvalidRoleDefinitionId"],
    ["of no principal id", { principalId: "alice" }, "400 InvalidRequestContent"],
    ["with what is not modelled", { delegatedManagedIdentityResourceId: "/x" }, "501 NotModelled"],
    [
      "with a condition on a role that has no repositories",
      {
        roleDefinitionId: `${ROLES}/${PULL}`,
        condition:
          "((!(ActionMatches{'Microsoft.ContainerRegistry/registries/repositories/content/read'})))",
      },
      "501 NotModelled",
    ],
  ])("is not made %s", (what, given, expected) => {
    const name = what.startsWith("with a name") ? "mine" : NAME;
    expect(outcome(withRegistry().management(`PUT ${pathOf(name)}`, bodyWith(given)))).toBe(
      expected,
    );
  });

  test.each([
    ["/subscriptions/5b5c0000-0000-4000-8000-00000000000f", "404 SubscriptionNotFound"],
    [`/subscriptions/${SUBSCRIPTION}/resourceGroups/nowhere`, "404 ResourceGroupNotFound"],
    [`${REGISTRY_ID}2`, "404 ResourceNotFound"],
    ["/providers/Microsoft.Management/managementGroups/contoso", "501 NotModelled"],
    ["", "501 NotModelled"],
  ])("is not made at %j", (scope, expected) => {
    const answer = withRegistry().management(`PUT ${pathOf(NAME, scope)}`, bodyWith());
    expect(outcome(answer)).toBe(expected);
  });
});

test("a list of role assignments has those above and below, or above, or of a principal", () => {
  const api = withRegistry();
  const group = REGISTRY_ID.replace(/\/providers.*/, "");
  const scopes = [`/subscriptions/${SUBSCRIPTION}`, group, REGISTRY_ID];
  scopes.forEach((scope) => {
    api.management(`PUT ${pathOf(randomUUID(), scope)}`, bodyWith());
  });
  const other = { principalId: OTHER, principalType: "Group" };
  api.management(`PUT ${pathOf(OTHER)}`, bodyWith(other));
  const list = (scope: string, filter = "") =>
    values(api.management(`GET ${pathOf("", scope).replace("/?", "?")}${filter}`)).length;
  expect(list(group)).toBe(4);
  expect(list(group, "&$filter=atScope()")).toBe(2);
  expect(list(group, `&$filter=principalId eq '${OTHER.toUpperCase()}'`)).toBe(1);
});

describe("a role definition", () => {
  const definition = (scope: string, id = PULL) =>
    `GET ${scope}/providers/Microsoft.Authorization/roleDefinitions/${id}?api-version=2022-05-01-preview`;

  test("is read at any scope, by an id of its own for each subscription", () => {
    const api = withRegistry();
    const id = `/providers/Microsoft.Authorization/roleDefinitions/${PULL}`;
    const properties = {
      roleName: "AcrPull",
      permissions: [{ actions: ["Microsoft.ContainerRegistry/registries/pull/read"] }],
    };
    expect(api.management(definition("/"))).toMatchObject({ body: { id, name: PULL, properties } });
    expect(api.management(definition(REGISTRY_ID, PULL.toUpperCase()))).toMatchObject({
      body: { id: `/subscriptions/${SUBSCRIPTION}${id}`, properties },
    });
    expect(outcome(api.management(definition("", NAME)))).toBe("404 RoleDefinitionDoesNotExist");
  });

  test("is found by its name in any letter case", () => {
    const api = withRegistry();
    const list = (name: string) =>
      api.management(
        definition(REGISTRY_ID, "").replace("/?", "?") + `&$filter=roleName eq '${name}'`,
      );
    expect(values(list("acrpull"))).toMatchObject([{ name: PULL }]);
    expect(values(list("Nobody"))).toEqual([]);
    expect(outcome(list("Ada's role"))).toBe("400 BadRequest");
  });

  test("whose permissions are not known is told without them", () => {
    const api = withRegistry();
    const tasks = api.management(definition("", "fb382eab-e894-4461-af04-94435c366c3f"));
    expect(bodyOf(tasks).properties).not.toHaveProperty("permissions.0");
    expect([...api.cloud.notModelled]).toEqual([
      'The sandbox does not model the permissions of the role "Container Registry Tasks Contributor"',
    ]);
  });
});

describe("a caller with roles on registries alone", () => {
  const caller = { objectId: ALICE, clientId: ALICE, rolesOn: "registries" } as const;
  const api = withRegistry({ seed: { caller } });

  test.each([
    [
      `GET /subscriptions/${SUBSCRIPTION}/providers?api-version=2022-09-01`,
      "Microsoft.Resources/subscriptions/providers/read",
      `/subscriptions/${SUBSCRIPTION}`,
    ],
    [
      `GET ${ROLES}/${PULL}?api-version=2022-05-01-preview`,
      "Microsoft.Authorization/roleDefinitions/read",
      `${ROLES}/${PULL}`,
    ],
    [
      `PUT ${pathOf(NAME, `/subscriptions/${SUBSCRIPTION}`)}`,
      "Microsoft.Authorization/roleAssignments/write",
      `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleAssignments/${NAME}`,
    ],
  ])("is refused %s", (request, action, scope) => {
    expect(api.management(request, bodyWith())).toMatchObject({
      status: 403,
      body: {
        error: {
          code: "AuthorizationFailed",
          message: `The client '${ALICE}' with object id '${ALICE}' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
        },
      },
    });
  });

  test("assigns roles there, and is told its subscriptions", () => {
    expect(outcome(api.management(`PUT ${pathOf()}`, bodyWith()))).toBe("201");
    expect(values(api.management("GET /subscriptions?api-version=2022-12-01"))).toHaveLength(1);
  });
});
