import { Fn, TerraformStack } from "cdktf";
import { RoleDefinition } from "@cdktf/provider-azurerm/lib/role-definition";
import { AcrRole, PermissionsMode, Repositories } from "cdktf-acr-auth";
import { BUILT_IN_ROLES } from "../../lib/role/roles";
import { ROLES } from "../../sandbox/lib/cloud/roles";
import {
  granted,
  registryIn,
  roleNames,
  teamIn,
  warningIds,
  warningsAtSynth,
} from "../grant/granting";
import { newStack, problems, render, resources } from "../support/stack";

const { LEGACY, ABAC, MIGRATING } = PermissionsMode;
const GUID = "11111111-2222-4333-8444-555555555555";
const SUBSCRIPTION = "00000000-0000-4000-8000-00000000000a";
const BELOW = "providers/Microsoft.Authorization/roleDefinitions";

describe("a built-in role", () => {
  test("is named, and identified, as the sandbox has it", () => {
    const ofOthers = /^(?:Role Based Access Control|User Access) Administrator$|^Key Vault /;
    expect(
      BUILT_IN_ROLES.map(({ roleName, definitionId }) => [roleName, definitionId]).sort(),
    ).toEqual(
      ROLES.filter(({ name }) => !ofOthers.test(name))
        .map(({ name, id }) => [name, id])
        .sort(),
    );
  });

  test("has the actions that the sandbox has, where it has them", () => {
    for (const { id, permissions } of ROLES) {
      const role = BUILT_IN_ROLES.find(({ definitionId }) => definitionId === id);
      if (role !== undefined && permissions !== undefined) {
        expect([...role.actions].sort()).toEqual([...permissions.actions].sort());
        expect([...role.dataActions].sort()).toEqual([...permissions.dataActions].sort());
      }
    }
  });

  test("has each action once", () => {
    for (const { actions, notActions, dataActions } of BUILT_IN_ROLES) {
      const all = [...actions, ...notActions, ...dataActions];
      expect(new Set(all).size).toBe(all.length);
      expect(all.length).toBeGreaterThan(0);
    }
  });

  test("can be limited to repositories if it is Repository Reader, Writer or Contributor", () => {
    expect(BUILT_IN_ROLES.filter(({ takesRepositories }) => takesRepositories)).toEqual([
      AcrRole.REPOSITORY_READER,
      AcrRole.REPOSITORY_WRITER,
      AcrRole.REPOSITORY_CONTRIBUTOR,
    ]);
  });

  test.each(BUILT_IN_ROLES.map((role) => [role.roleName, role] as const))(
    "%s is found by its name in other letters and by its id",
    (_, role) => {
      expect(AcrRole.named(role.roleName.toUpperCase())).toBe(role);
      const id = `/subscriptions/${SUBSCRIPTION}/${BELOW}/${String(role.definitionId)}`;
      expect(AcrRole.custom(id.toUpperCase().replace(BELOW.toUpperCase(), BELOW))).toBe(role);
    },
  );
});

describe("granting a role", () => {
  test.each(
    [LEGACY, ABAC, MIGRATING].flatMap((mode) =>
      BUILT_IN_ROLES.map((role) => ({ mode, roleName: role.roleName, role })),
    ),
  )("$roleName in $mode mode assigns it, or says that it has no effect", ({ mode, role }) => {
    const stack = granted(mode, [{ role }]);
    const honoured = mode === MIGRATING || role.permissionsModes.includes(mode);
    const expected: unknown[] = honoured
      ? []
      : [expect.stringContaining(`role: a registry in ${mode} mode ignores ${role.roleName}`)];
    expect(problems(stack)).toEqual(expected);
  });

  test.each([
    [AcrRole.ACR_PULL, ABAC, "grant pull, which assigns the role that it honours"],
    [AcrRole.ACR_DELETE, ABAC, "grant delete, which"],
    [AcrRole.ACR_IMAGE_SIGNER, ABAC, "grant sign, and sign images with Notation"],
    [AcrRole.REPOSITORY_WRITER, LEGACY, "grant push, which"],
    [AcrRole.REPOSITORY_CATALOG_LISTER, LEGACY, "grant list, which"],
  ])("that the registry ignores says what to grant instead", (role, mode, fix) => {
    expect(problems(granted(mode, [{ role }]))).toEqual([
      expect.stringMatching(new RegExp(`without a word; ${fix}.*, or correct permissionsMode$`)),
    ]);
  });

  test.each([
    [AcrRole.OWNER, "change and delete the registry and assign roles on it"],
    [AcrRole.CONTRIBUTOR, "change and delete the registry"],
    [AcrRole.READER, "read the whole configuration"],
    [AcrRole.CONFIGURATION_READER, "read the passwords of the admin user"],
    [
      AcrRole.CONTRIBUTOR_AND_DATA_ACCESS_ADMINISTRATOR,
      "change and delete the registry and make tokens",
    ],
    [AcrRole.TASKS_CONTRIBUTOR, "run tasks"],
  ])("that reaches further than content warns", (role, reach) => {
    expect(warningsAtSynth(granted(LEGACY, [{ role }]))).toEqual([
      expect.stringMatching(`^${role.roleName} lets the principal ${reach}.*far-reaching-role`),
    ]);
  });

  test("that is for content does not warn", () => {
    expect(warningIds(granted(ABAC, [{ role: AcrRole.REPOSITORY_WRITER }]))).toEqual([]);
  });

  test("shares the role assignment with the access that needs it", () => {
    const stack = newStack();
    const registry = registryIn(stack, LEGACY);
    const team = teamIn(stack);
    registry.grantPull(team);
    registry.grantRole(team, AcrRole.ACR_PULL);
    expect(roleNames(stack)).toEqual(["AcrPull"]);
  });

  test("may be limited to repositories", () => {
    const options = { repositories: Repositories.withPrefix("team-a/") };
    const stack = granted(ABAC, [{ role: AcrRole.REPOSITORY_READER, options }]);
    expect(resources(stack, "azurerm_role_assignment")).toMatchObject([
      { condition: expect.stringContaining("'team-a/'") as unknown, condition_version: "2.0" },
    ]);
  });

  test.each([
    [AcrRole.REPOSITORY_CATALOG_LISTER, "Azure ignores a condition on it"],
    [AcrRole.named("Image Auditor"), "those of a role of your own are not known"],
  ])("that a condition can't limit refuses repositories", (role, because) => {
    const options = { repositories: Repositories.named("app") };
    expect(problems(granted(ABAC, [{ role, options }]))).toEqual([
      expect.stringMatching(`repositories: can't limit "${role.roleName}": .*${because}; grant`),
    ]);
  });
});

describe("a role of one's own", () => {
  test("by its id is assigned below the registry's subscription, whatever the id names", () => {
    for (const id of [
      `/subscriptions/${SUBSCRIPTION}/${BELOW}/${GUID}`,
      `/${BELOW}/${GUID.toUpperCase()}`,
      GUID,
    ]) {
      const [assignment] = resources(
        granted(LEGACY, [{ role: AcrRole.custom(id) }]),
        "azurerm_role_assignment",
      );
      expect(assignment?.role_definition_id).toMatch(
        new RegExp(`^/subscriptions/\\$\\{element.*, 2\\)\\}/${BELOW}/${GUID}$`),
      );
    }
  });

  test.each([
    ["resource id", (role: RoleDefinition) => role.roleDefinitionResourceId],
    ["Terraform id", (role: RoleDefinition) => role.id],
  ])(
    "of the same program is taken by its %s, and has the address that its name says",
    (_, idOf) => {
      const stack = newStack();
      const definition = new RoleDefinition(stack, "auditor", {
        name: "Image Auditor",
        scope: `/subscriptions/${SUBSCRIPTION}`,
      });
      const role = AcrRole.custom(idOf(definition), "image-auditor");
      registryIn(stack, ABAC).grantRole(teamIn(stack), role);
      const [[address, assignment] = []] = Object.entries(
        render(stack).resource?.azurerm_role_assignment ?? {},
      );
      expect(address).toMatch(/^team_grant_registry-rg-registry-contososhop_image-auditor_\w+$/);
      expect(assignment?.role_definition_id).toMatch(
        /\/roleDefinitions\/\$\{basename\(element\(split\("\|", azurerm_role_definition\.auditor\.\w+\), 0\)\)\}$/,
      );
    },
  );

  test("by its name is looked up by azurerm", () => {
    const stack = granted(LEGACY, [{ role: AcrRole.named("Image Auditor") }]);
    const [assignment] = resources(stack, "azurerm_role_assignment");
    expect(assignment).toMatchObject({ role_definition_name: "Image Auditor" });
    expect(assignment).not.toHaveProperty("role_definition_id");
  });

  test.each([
    ["image-auditor", '"image-auditor" is not the resource id of a role definition; it reads /sub'],
    [`/${BELOW}/${GUID}|/subscriptions/x`, "is not the resource id of a role definition"],
    [Fn.lookup({ a: "b" }, "a", "") as string, "the role is a token, and Terraform addresses need"],
  ])("by an id that is none is refused", (id, message) => {
    expect(problems(granted(LEGACY, [{ role: AcrRole.custom(id) }]))).toEqual([
      expect.stringContaining(`role: ${message}`.replace("role: is", "is")),
    ]);
  });

  test.each(["Owner ", " Reader", "constructor", "__proto__"])(
    "by the name %j is refused, whether it is looked up by it or only called so",
    (name) => {
      for (const role of [AcrRole.named(name), AcrRole.custom(GUID, name)]) {
        expect(problems(granted(LEGACY, [{ role }]))).toEqual([
          expect.stringContaining(`role: "${name}" is not the name of a role here`),
        ]);
      }
    },
  );

  test("with the name of another is refused: both would have one address", () => {
    const role = AcrRole.custom(GUID, "AcrPull");
    expect(problems(granted(LEGACY, [{ role: AcrRole.ACR_PULL }, { role }]))).toEqual([
      expect.stringContaining('role: "AcrPull" is the name of two roles, "7f951dda'),
    ]);
  });

  describe("that is a token, under the name of another", () => {
    const definition = (stack: TerraformStack, id: string): RoleDefinition =>
      new RoleDefinition(stack, id, { name: id, scope: `/subscriptions/${SUBSCRIPTION}` });
    const granting = (ids: [string, string]): TerraformStack => {
      const stack = newStack();
      const definitions = new Map(["one", "two"].map((id) => [id, definition(stack, id)]));
      const [registry, team] = [registryIn(stack, ABAC), teamIn(stack)];
      for (const id of ids) {
        const resourceId = definitions.get(id)?.roleDefinitionResourceId ?? "";
        registry.grantRole(team, AcrRole.custom(resourceId, "auditor"));
      }
      return stack;
    };

    test("is refused: only one of them would be assigned", () => {
      expect(problems(granting(["one", "two"]))).toEqual([
        '[test/team/grant/registry-rg-registry-contososhop/auditor] role: "auditor" is the name of two roles, a token and a token; give the second one another name, or, if they are one, use the same AcrRole for both grants',
      ]);
    });

    test("is that one where both are of one role definition", () => {
      const stack = granting(["one", "one"]);
      expect(problems(stack)).toEqual([]);
      expect(resources(stack, "azurerm_role_assignment")).toHaveLength(1);
    });
  });

  test("with a name that ids can't tell from another's is refused", () => {
    const roles = ["Ops/Reader", "Ops--Reader"].map((name) => ({ role: AcrRole.named(name) }));
    expect(problems(granted(LEGACY, roles))).toEqual([
      expect.stringContaining(
        'role: "Ops/Reader" is the name of two roles, "Ops/Reader" and "Ops--Reader"; give the second',
      ),
    ]);
  });
});
