import { Fn } from "cdktf";
import {
  Access,
  AcrPrincipal,
  AcrRegistries,
  AcrRegistry,
  AcrRole,
  GrantOptions,
  IAcrPrincipal,
  IAcrRegistry,
  PermissionsMode,
  PrincipalType,
} from "cdktf-acr-auth";
import { shown } from "../../lib/core/shown";
import { newStack, problems, render, resources } from "../support/stack";

const REGISTRY_ID =
  "/subscriptions/00000000-0000-4000-8000-00000000000a/resourceGroups/rg-registry/providers/Microsoft.ContainerRegistry/registries/contosoShop";
const NAME = "6f3f7e4e-0000-4000-8000-000000000004";
const ASSIGNMENT = `${REGISTRY_ID}/providers/Microsoft.Authorization/roleAssignments/${NAME}`;

function granting(
  grant: (registry: IAcrRegistry, team: IAcrPrincipal) => unknown,
  permissionsMode = PermissionsMode.LEGACY,
  context: Record<string, unknown> = {},
) {
  const stack = newStack(context);
  const registryId = REGISTRY_ID;
  const registry = AcrRegistry.fromAttributes(stack, "registry", { registryId, permissionsMode });
  const team = AcrPrincipal.fromObjectId(stack, "team", {
    objectId: "6f3f7e4e-0000-4000-8000-000000000002",
    principalType: PrincipalType.GROUP,
  });
  grant(registry, team);
  return stack;
}

const adopting = (adopt: string, options: GrantOptions = {}) =>
  granting((registry, team) => {
    registry.grantPull(team, { ...options, adopt });
  });

const TO = /^azurerm_role_assignment\.team_grant_registry-rg-registry-contososhop_AcrPull_\w+$/;

test.each([
  ["as it is", ASSIGNMENT],
  ["as some tools write it", ASSIGNMENT.toLowerCase()],
  ["in capitals", ASSIGNMENT.toUpperCase()],
  ["by its name alone", NAME],
  ["as the error of Azure names it", NAME.replaceAll("-", "")],
])("a role assignment is imported by the id that azurerm takes, given %s", (_, from) => {
  expect(render(adopting(from)).import).toEqual([
    { to: expect.stringMatching(TO) as string, id: ASSIGNMENT },
  ]);
});

test("where only Terraform knows the scope, the id is put together in the plan", () => {
  const adoptingByName = (adopt: string) => {
    const stack = newStack();
    const team = AcrPrincipal.fromObjectId(stack, "team", {
      objectId: "6f3f7e4e-0000-4000-8000-000000000002",
      principalType: PrincipalType.GROUP,
    });
    const names = { registryName: "contosoShop", resourceGroupName: "rg-registry" };
    AcrRegistry.fromName(stack, "registry", names).grantPull(team, { adopt });
    return render(stack).import;
  };
  expect(adoptingByName(NAME.replaceAll("-", ""))).toMatchObject([
    {
      id: expect.stringMatching(
        new RegExp(
          `^\\$\\{data\\.azurerm_container_registry\\.registry_\\w+\\.id\\}/providers/Microsoft\\.Authorization/roleAssignments/${NAME}$`,
        ),
      ) as string,
    },
  ]);
  // What only Terraform could compare is left as it is given, but for the segments that are always the same.
  expect(adoptingByName(ASSIGNMENT.toLowerCase())).toMatchObject([
    { id: ASSIGNMENT.replace("contosoShop", "contososhop") },
  ]);
});

test("a role assignment of a resource group or a subscription is imported so too", () => {
  const SUBSCRIPTION = "/subscriptions/00000000-0000-4000-8000-00000000000a";
  const assignment = (scope: string): string =>
    `${scope}/providers/Microsoft.Authorization/roleAssignments/${NAME}`;
  const resourceGroupId = `${SUBSCRIPTION}/resourceGroups/rg-registry`;
  const stack = newStack();
  const team = AcrPrincipal.fromObjectId(stack, "team", {
    objectId: "6f3f7e4e-0000-4000-8000-000000000002",
    principalType: PrincipalType.GROUP,
  });
  const group = AcrRegistries.inResourceGroup(stack, "group", { resourceGroupId });
  group.grantPull(team, { adopt: assignment(resourceGroupId).toUpperCase() });
  expect(render(stack).import).toMatchObject([{ id: assignment(resourceGroupId) }]);
});

test("a role assignment is moved from its address in the state", () => {
  const from = 'module.acr.azurerm_role_assignment.this["team"]';
  expect(render(adopting(from)).moved).toEqual([{ to: expect.stringMatching(TO) as string, from }]);
});

test("a description that it has is left alone, also when adopt is gone: azurerm would replace it", () => {
  const left = { lifecycle: { ignore_changes: ["description"] } };
  expect(resources(adopting(ASSIGNMENT), "azurerm_role_assignment")).toMatchObject([left]);
  const without = granting((registry, team) => registry.grantPull(team));
  expect(resources(without, "azurerm_role_assignment")).toMatchObject([left]);
});

test("several grants of its role adopt it once", () => {
  const stack = granting((registry, team) => {
    registry.grantPull(team, { adopt: ASSIGNMENT });
    registry.grantPull(team);
    registry.grant(team, Access.LIST, { adopt: NAME });
  });
  expect(problems(stack)).toEqual([]);
  expect(render(stack).import).toHaveLength(1);
});

const GRANT = "[test/team/grant/registry-rg-registry-contososhop] ";
const ROLE = "[test/team/grant/registry-rg-registry-contososhop/AcrPull] ";

test.each([
  "AcrPull",
  `${NAME}0`,
  NAME.replace("-", ""),
  `${REGISTRY_ID}/roleAssignments/${NAME}`,
  "azuread_application.web",
])("what is no role assignment is refused: %s", (from) => {
  expect(problems(adopting(from))).toEqual([
    `${ROLE}adopt: ${shown(from)} is no azurerm_role_assignment to adopt; write its id in Azure, <scope>/providers/Microsoft.Authorization/roleAssignments/<name> or the name alone, or its address in this stack's state, as in module.web.azurerm_role_assignment.main`,
  ]);
});

test("a role assignment at another scope is refused, since it can't be moved", () => {
  const inherited = ASSIGNMENT.replace(
    /\/providers\/Microsoft\.ContainerRegistry.*?(?=\/providers)/,
    "",
  );
  expect(problems(adopting(inherited))).toEqual([
    `${ROLE}adopt: ${shown(inherited)} is at another scope than this grant, which is at ${shown(REGISTRY_ID)}; grant where the role assignment is, or leave adopt out and remove it afterwards`,
  ]);
});

test("an id that only Terraform knows is refused", () => {
  expect(problems(adopting(Fn.join("/", ["", "x"])))).toEqual([
    `${ROLE}adopt: is a token; Terraform adopts only what is literal text`,
  ]);
});

test("one role assignment for a grant of several roles is refused, with the roles", () => {
  const stack = granting((registry, team) => {
    registry.grantPush(team, { adopt: ASSIGNMENT });
  }, PermissionsMode.MIGRATING);
  expect(problems(stack)).toEqual([
    `${GRANT}adopt: ${shown(ASSIGNMENT)} is one role assignment, and this grant makes 2: AcrPush, Container Registry Repository Writer; grant each role by itself, with the role assignment to adopt for it`,
  ]);
});

test("two role assignments for one role are refused", () => {
  const other = ASSIGNMENT.replace(NAME, "6f3f7e4e-0000-4000-8000-000000000005");
  const stack = granting((registry, team) => {
    registry.grantPull(team, { adopt: ASSIGNMENT });
    registry.grantRole(team, AcrRole.named("AcrPull"), { adopt: other });
  });
  expect(problems(stack)).toEqual([
    `${ROLE}adopt: ${shown(other)} is not ${shown(ASSIGNMENT)}, which another grant of the role adopts; it is one role assignment, leave one out`,
  ]);
});

test("one role assignment for two roles is refused, since only one of them could have it", () => {
  const stack = granting((registry, team) => {
    registry.grantPull(team, { adopt: ASSIGNMENT });
    registry.grantPush(team, { adopt: ASSIGNMENT.toUpperCase() });
  });
  expect(problems(stack)).toEqual([
    expect.stringMatching(
      /^\[test\/team\/grant\/registry-rg-registry-contososhop\/AcrPush\/Resource\] adopt: ".*" is adopted by test\/team\/grant\/registry-rg-registry-contososhop\/AcrPull\/Resource too; it is one thing, leave one out$/,
    ),
  ]);
});

test("its own address is refused", () => {
  const [name = ""] = Object.keys(
    render(adopting(ASSIGNMENT)).resource?.azurerm_role_assignment ?? {},
  );
  const own = `azurerm_role_assignment.${name}`;
  expect(problems(adopting(own))).toEqual([
    `[test/team/grant/registry-rg-registry-contososhop/AcrPull/Resource] adopt: ${shown(own)} is its own address; leave adopt out`,
  ]);
});

test("what can't be adopted is refused where the roles are only reported, too", () => {
  const reporting = (adopt: string) =>
    granting((registry, team) => registry.grantPull(team, { adopt }), undefined, {
      "acr-auth:role-assignments": "report",
    });
  expect(problems(reporting("AcrPull"))).toHaveLength(1);
  expect(render(reporting(ASSIGNMENT)).import).toBeUndefined();
});
