import { stateOf } from "../../lib/cloud/state";
import { requiredText } from "../../lib/provider/arguments";
import type { Values } from "../../lib/schema/values";
import { InProcess, REGISTRY_ID, SUBSCRIPTION } from "../in-process";

const ASSIGNMENT = "azurerm_role_assignment";
const NOBODY = "0badcafe-0000-4000-8000-000000000001";
const READER = roleId("b93aa761-3e63-49ed-ac28-beffa264f7ac");
const CONDITION =
  "((!(ActionMatches{'Microsoft.ContainerRegistry/registries/repositories/content/read'})) OR (@Request[Microsoft.ContainerRegistry/registries/repositories:name] StringStartsWithIgnoreCase 'team-a/'))";

function roleId(guid: string, prefix = `/subscriptions/${SUBSCRIPTION}`): string {
  return `${prefix}/providers/Microsoft.Authorization/roleDefinitions/${guid}`;
}

function withPrincipal(options: ConstructorParameters<typeof InProcess>[0] = {}) {
  const sandbox = new InProcess(options);
  const { client_id = null } = sandbox.create("azuread_application", { display_name: "web" });
  const { object_id: principal_id = null } = sandbox.create("azuread_service_principal", {
    client_id,
  });
  const given = (changed: Values = {}): Values => ({
    scope: REGISTRY_ID,
    principal_id,
    principal_type: "ServicePrincipal",
    role_definition_id: READER,
    ...changed,
  });
  return {
    sandbox,
    given,
    create: (changed?: Values) => sandbox.create(ASSIGNMENT, given(changed)),
  };
}

test("with principal_type set, a principal that is not there is accepted, as the directory is not asked", () => {
  expect(withPrincipal().create({ principal_id: NOBODY }).principal_id).toBe(NOBODY);
});

test("without principal_type, a principal that is not there is refused", () => {
  const create = () => withPrincipal().create({ principal_id: NOBODY, principal_type: null });
  expect(create).toThrow("PrincipalNotFound");
});

test("without principal_type, the provider waits for a principal to be replicated", () => {
  const { create } = withPrincipal({ replicationLag: 5 });
  expect(create({ principal_type: null }).principal_type).toBe("ServicePrincipal");
});

test("without principal_type, it waits no longer than its create timeout", () => {
  const { create } = withPrincipal({ replicationLag: 5 });
  expect(() => create({ principal_type: null, timeouts: { create: "5s" } })).toThrow(
    "PrincipalNotFound",
  );
});

test("skip_service_principal_aad_check sets the principal type and so skips the look-up", () => {
  const { create } = withPrincipal({ replicationLag: 1000 });
  expect(
    create({ principal_type: null, skip_service_principal_aad_check: true }).principal_type,
  ).toBe("ServicePrincipal");
});

test("a second assignment of a role to a principal at a scope is refused, whatever its condition", () => {
  const { create } = withPrincipal();
  create();
  expect(() => create({ condition: CONDITION })).toThrow(
    "409 (409 Conflict) with error: RoleAssignmentExists",
  );
});

test("a principal id in upper case comes back in lower case, and replaces the assignment with every plan", () => {
  const { sandbox, create, given } = withPrincipal();
  const upper = { principal_id: requiredText(given(), "principal_id").toUpperCase() };
  const state = create(upper);
  expect(state.principal_id).toBe(given().principal_id);
  expect(sandbox.plan(ASSIGNMENT, state, given(upper)).requiresReplace).toEqual(["principal_id"]);
});

test("a scope comes back in the case in which it was written", () => {
  const { sandbox, create, given } = withPrincipal();
  const lower = { scope: REGISTRY_ID.replace("contosoShop", "contososhop") };
  const state = create(lower);
  expect(sandbox.plan(ASSIGNMENT, state, given(lower)).requiresReplace).toEqual([]);
  expect(sandbox.plan(ASSIGNMENT, state, given()).requiresReplace).toEqual(["scope"]);
});

test("a principal type that is not the principal's is refused", () => {
  const { create } = withPrincipal();
  expect(() => create({ principal_type: "Group" })).toThrow(
    /^unexpected status 400 \(400 Bad Request\) with error: UnmatchedPrincipalType: /,
  );
});

test("a refresh reads the role definition too, and fails where that is refused", () => {
  const { sandbox, create } = withPrincipal();
  const state = create();
  sandbox.fail("GET /roleDefinitions/{id}", "403");
  expect(() => sandbox.read(ASSIGNMENT, state)).toThrow(
    `retrieving Role Definition "${READER}": unexpected status 403 (403 Forbidden) with error: AuthorizationFailed: `,
  );
});

test("a role definition id without its subscription replaces the assignment with every plan", () => {
  const { sandbox, create, given } = withPrincipal();
  const unqualified = { role_definition_id: roleId("b93aa761-3e63-49ed-ac28-beffa264f7ac", "") };
  const state = create(unqualified);
  expect(state.role_definition_id).toBe(READER);
  expect(sandbox.plan(ASSIGNMENT, state, given(unqualified)).requiresReplace).toEqual([
    "role_definition_id",
  ]);
});

test("letter case in a role definition id or name is no change", () => {
  const { sandbox, create, given } = withPrincipal();
  const state = create();
  const shouting = given({ role_definition_id: READER.toUpperCase() });
  expect(sandbox.plan(ASSIGNMENT, state, shouting)).toMatchObject({
    requiresReplace: [],
    planned: state,
  });
});

test("a role is found by its name", () => {
  const { create } = withPrincipal();
  const state = create({
    role_definition_id: null,
    role_definition_name: "Container Registry Repository Reader",
  });
  expect(state.role_definition_id).toBe(READER);
});

test("an unknown role name, an unknown role id and an id of the wrong form are refused", () => {
  const { create } = withPrincipal();
  const named = { role_definition_id: null, role_definition_name: "AcrPul" };
  expect(() => create(named)).toThrow("could not find role `AcrPul`");
  expect(() => create({ role_definition_id: roleId(NOBODY) })).toThrow(
    "RoleDefinitionDoesNotExist",
  );
  expect(() => create({ role_definition_id: `${READER}|${REGISTRY_ID}` })).toThrow(
    "InvalidRoleDefinitionId",
  );
});

test("a role is given by its id or its name, not both", () => {
  const { create } = withPrincipal();
  expect(() => create({ role_definition_name: "AcrPull" })).toThrow(
    "Invalid combination of arguments",
  );
});

test.each([
  "condition",
  "condition_version",
  "description",
  "principal_id",
  "principal_type",
  "scope",
])("changing %s replaces the assignment", (argument) => {
  const { sandbox, create, given } = withPrincipal();
  const state = create({ condition: CONDITION, condition_version: "2.0" });
  const value =
    { principal_type: "Group", condition_version: "1.0" }[argument] ??
    `${CONDITION} OR ${CONDITION}`;
  const changed = given({ condition: CONDITION, condition_version: "2.0", [argument]: value });
  expect(sandbox.plan(ASSIGNMENT, state, changed).requiresReplace).toEqual([argument]);
});

test("a condition gets version 2.0, and a version without a condition is refused when applied", () => {
  const { create } = withPrincipal();
  expect(() => create({ condition_version: "2.0" })).toThrow(
    "`condition_version` should not be set without `condition`",
  );
  expect(create({ condition: CONDITION }).condition_version).toBe("2.0");
});

test("a condition of version 1.0 is refused", () => {
  const { create } = withPrincipal();
  const old = { condition: CONDITION, condition_version: "1.0" };
  expect(() => create(old)).toThrow("The given role assignment condition is invalid");
});

test("a condition on a role without actions on repositories is not modelled", () => {
  const { create } = withPrincipal();
  const acrPull = {
    role_definition_id: roleId("7f951dda-4ed3-4680-a7ca-43fe172d538d"),
    condition: CONDITION,
  };
  expect(() => create(acrPull)).toThrow(
    'The sandbox does not model a condition on the role "AcrPull"',
  );
});

test("timeouts that the state does not have, as after an import, are no change", () => {
  const { sandbox, given, create } = withPrincipal();
  const imported = { ...create(), timeouts: null };
  const timeouts = { create: "10m" };
  expect(sandbox.plan(ASSIGNMENT, imported, given({ timeouts }))).toEqual({
    planned: imported,
    requiresReplace: [],
  });
  const { planned } = sandbox.plan(ASSIGNMENT, imported, given({ timeouts, principal_id: NOBODY }));
  expect(planned.timeouts).toMatchObject(timeouts);
});

test("skip_service_principal_aad_check cannot be changed on an existing assignment", () => {
  const { sandbox, create, given } = withPrincipal();
  const change = () =>
    sandbox.update(ASSIGNMENT, create(), given({ skip_service_principal_aad_check: true }));
  expect(change).toThrow("doesn't support update");
});

test("a scope that is not there is refused, and one of another kind is not modelled", () => {
  const { create } = withPrincipal();
  expect(() => create({ scope: `${REGISTRY_ID}2` })).toThrow("ResourceNotFound");
  expect(() => create({ scope: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg` })).toThrow(
    "ResourceGroupNotFound",
  );
  expect(() => create({ scope: `/subscriptions/${NOBODY}` })).toThrow("SubscriptionNotFound");
  const managementGroup = "/providers/Microsoft.Management/managementGroups/contoso";
  expect(() => create({ scope: managementGroup })).toThrow("The sandbox does not model the scope");
});

test.each([
  ["abac", "7f951dda-4ed3-4680-a7ca-43fe172d538d", []],
  [
    "legacy",
    "7f951dda-4ed3-4680-a7ca-43fe172d538d",
    ["Microsoft.ContainerRegistry/registries/pull/read"],
  ],
  ["legacy", "bfdb9389-c9a5-478a-bb2f-ba9ca092c3c7", []],
  [
    "abac",
    "bfdb9389-c9a5-478a-bb2f-ba9ca092c3c7",
    ["Microsoft.ContainerRegistry/registries/catalog/read"],
  ],
] as const)(
  "a registry in %s mode honours of role %s only %o",
  (permissionsMode, role, honoured) => {
    const registries = [{ resourceGroup: "rg-registry", name: "contosoShop", permissionsMode }];
    const { sandbox, create } = withPrincipal({ seed: { registries } });
    create({ role_definition_id: roleId(role) });
    const [assignment] = stateOf(sandbox.cloud).subscriptions[SUBSCRIPTION]?.roleAssignments ?? [];
    expect(assignment?.permits).toEqual(honoured);
  },
);

test("an assignment outlives its principal", () => {
  const { sandbox, create } = withPrincipal();
  const state = create();
  sandbox.cloud
    .directory(sandbox.cloud.seed.tenantId)
    .deletePrincipal(state.principal_id as string);
  expect(sandbox.read(ASSIGNMENT, state)).toEqual(state);
});

test("an assignment is imported by its id, in the form that the provider takes", () => {
  const { sandbox, create } = withPrincipal();
  const { id, name } = create();
  expect(sandbox.import(ASSIGNMENT, id as string)).toMatchObject({ id, scope: REGISTRY_ID });
  expect(() => sandbox.import(ASSIGNMENT, name as string)).toThrow(
    `could not parse Role Assignment ID "${name as string}"`,
  );
  const lower = (id as string).replace("roleAssignments", "roleassignments");
  expect(() => sandbox.import(ASSIGNMENT, lower)).toThrow(
    "the ID was missing the `roleAssignments` element",
  );
});

describe("azurerm 5.2.0", () => {
  const other = CONDITION.replace("team-a/", "team-b/");

  test("changes condition, version and description in place, and keeps the assignment", () => {
    const { sandbox, create, given } = withPrincipal({ azurerm: "5.2.0" });
    const state = create({ condition: CONDITION, condition_version: "2.0" });
    const changed = given({ condition: other, condition_version: "2.0", description: "b" });
    expect(sandbox.plan(ASSIGNMENT, state, changed).requiresReplace).toEqual([]);
    const { id = null } = state;
    const updated = sandbox.update(ASSIGNMENT, state, changed);
    expect(updated).toMatchObject({ id, condition: other, description: "b" });
    expect(sandbox.read(ASSIGNMENT, state)).toMatchObject({ condition: other });
  });

  test("gives a condition its version, and takes it away with it, where the program names none", () => {
    const { sandbox, create, given } = withPrincipal({ azurerm: "5.2.0" });
    const state = create();
    const limited = sandbox.update(ASSIGNMENT, state, given({ condition: CONDITION }));
    expect(limited).toMatchObject({ condition: CONDITION, condition_version: "2.0" });
    expect(sandbox.update(ASSIGNMENT, limited, given())).toMatchObject({
      condition: "",
      condition_version: "",
    });
  });

  test("tells what failed", () => {
    const { sandbox, create, given } = withPrincipal({ azurerm: "5.2.0" });
    const state = create({ condition: CONDITION });
    sandbox.fail("PUT /roleAssignments/{name}", "403");
    const { error } = sandbox.updateInVain(ASSIGNMENT, state, given({ condition: other }));
    expect(error).toMatch(
      /^updating Scoped Role Assignment \(Scoped Role Assignment \(Scope: .* 403/s,
    );
  });
});
