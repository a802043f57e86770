import * as fc from "fast-check";
import { Construct } from "constructs";
import { App, TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import {
  Access,
  AcrPrincipal,
  AcrRegistry,
  AcrServicePrincipal,
  GrantOptions,
  IAcrPrincipal,
  IAcrRegistry,
  PermissionsMode,
  PrincipalType,
  Repositories,
} from "cdktf-acr-auth";
import { newStack, problems, render, resources, warnings } from "../support/stack";

const { LEGACY, ABAC, MIGRATING } = PermissionsMode;
const { PULL, PUSH, DELETE, LIST } = Access;

const ROLE_NAMES: Record<string, string> = {
  "7f951dda-4ed3-4680-a7ca-43fe172d538d": "AcrPull",
  "8311e382-0749-4cb8-b61a-304f252e45ec": "AcrPush",
  "c2f4ef07-c644-48eb-af81-4b1b4947fb11": "AcrDelete",
  "b93aa761-3e63-49ed-ac28-beffa264f7ac": "Repository Reader",
  "2a1e307c-b015-4ebd-883e-5b7698a07328": "Repository Writer",
  "2efddaa5-3f1f-4df3-97df-af3f13818f4c": "Repository Contributor",
  "bfdb9389-c9a5-478a-bb2f-ba9ca092c3c7": "Repository Catalog Lister",
};

interface Grant {
  readonly access: Access;
  readonly options?: GrantOptions;
}

function registryIn(
  scope: Construct,
  permissionsMode: PermissionsMode,
  id = "registry",
): IAcrRegistry {
  return AcrRegistry.fromName(scope, id, {
    registryName: "contosoShop",
    resourceGroupName: "rg-registry",
    permissionsMode,
  });
}

function teamIn(scope: Construct, id = "team"): IAcrPrincipal {
  return AcrPrincipal.fromObjectId(scope, id, {
    objectId: "6f3f7e4e-0000-4000-8000-000000000002",
    principalType: PrincipalType.GROUP,
  });
}

function granted(mode: PermissionsMode, grants: Grant[]): TerraformStack {
  const stack = newStack();
  const registry = registryIn(stack, mode);
  const team = teamIn(stack);
  for (const { access, options } of grants) {
    registry.grant(team, access, options);
  }
  return stack;
}

function roles(stack: TerraformStack): string[] {
  return resources(stack, "azurerm_role_assignment")
    .map(({ role_definition_id: id }) => ROLE_NAMES[String(id).slice(-36)] ?? String(id))
    .sort();
}

test.each<[PermissionsMode, Access, string[]]>([
  [LEGACY, PULL, ["AcrPull"]],
  [LEGACY, PUSH, ["AcrPush"]],
  [LEGACY, DELETE, ["AcrDelete"]],
  [LEGACY, LIST, ["AcrPull"]],
  [ABAC, PULL, ["Repository Reader"]],
  [ABAC, PUSH, ["Repository Writer"]],
  [ABAC, DELETE, ["Repository Contributor"]],
  [ABAC, LIST, ["Repository Catalog Lister"]],
  [MIGRATING, PULL, ["AcrPull", "Repository Reader"]],
  [MIGRATING, PUSH, ["AcrPush", "Repository Writer"]],
  [MIGRATING, DELETE, ["AcrDelete", "Repository Contributor"]],
  [MIGRATING, LIST, ["AcrPull", "Repository Catalog Lister"]],
])("on a registry in %s mode, %s is given by %j", (mode, access, expected) => {
  expect(roles(granted(mode, [{ access }]))).toEqual(expected);
});

test("grantPull, grantPush and grantDelete are short for the access of their names", () => {
  const stack = newStack();
  const registry = registryIn(stack, LEGACY);
  const team = teamIn(stack);
  registry.grantPull(team);
  registry.grantPush(team);
  registry.grantDelete(team);
  expect(roles(stack)).toEqual(["AcrDelete", "AcrPull", "AcrPush"]);
});

test.each([
  [LEGACY, []],
  [ABAC, [expect.stringMatching(/push and pull too\. \[acr-auth:delete-pushes/)]],
  [MIGRATING, [expect.stringMatching(/acr-auth:delete-pushes/)]],
])(
  "on a registry in %s mode, delete warns where its role gives more than that",
  (mode, expected) => {
    expect(warnings(granted(mode, [{ access: DELETE }]))).toEqual(expected);
  },
);

describe("a role assignment", () => {
  test("always tells the type of its principal and nothing that azurerm can't update", () => {
    const [assignment = {}] = resources(
      granted(LEGACY, [{ access: PULL }]),
      "azurerm_role_assignment",
    );
    expect(Object.keys(assignment).sort()).toEqual([
      "principal_id",
      "principal_type",
      "role_definition_id",
      "scope",
      "timeouts",
    ]);
  });

  test("gives up after ten minutes instead of azurerm's thirty", () => {
    const [assignment] = resources(granted(LEGACY, [{ access: PULL }]), "azurerm_role_assignment");
    expect(assignment?.timeouts).toEqual({ create: "10m" });
  });

  test("exists once for a principal, a role and a registry, however often it is asked for", () => {
    expect(roles(granted(LEGACY, [{ access: PULL }, { access: LIST }, { access: PULL }]))).toEqual([
      "AcrPull",
    ]);
  });

  test("is of its registry: the same grant on two registries is two", () => {
    const stack = newStack();
    const team = teamIn(stack);
    registryIn(stack, LEGACY, "shop").grantPull(team);
    registryIn(stack, LEGACY, "base").grantPull(team);
    expect(roles(stack)).toEqual(["AcrPull", "AcrPull"]);
  });

  test("goes with its principal, to the principal's stack, when the registry is in another", () => {
    const app = new App();
    const [shared, shop] = ["shared", "shop"].map((id) => {
      const stack = new TerraformStack(app, id);
      new AzureadProvider(stack, "azuread");
      new AzurermProvider(stack, "azurerm", { features: [{}] });
      return stack;
    }) as [TerraformStack, TerraformStack];
    const registry = registryIn(shared, LEGACY);
    registry.grantPull(new AcrServicePrincipal(shop, "web", { displayName: "web" }));
    expect(roles(shared)).toEqual([]);
    expect(Object.keys(render(shop).resource?.azurerm_role_assignment ?? {})).toEqual([
      expect.stringMatching(/^web_grant_shared--registry_AcrPull_/),
    ]);
  });
});

describe("repositories", () => {
  const only = (...names: string[]): GrantOptions => ({
    repositories: Repositories.named(...names),
  });
  const below = (prefix: string): GrantOptions => ({
    repositories: Repositories.withPrefix(prefix),
  });
  const conditions = (stack: TerraformStack): unknown[] =>
    resources(stack, "azurerm_role_assignment").map(({ condition }) => condition);

  test("become a condition of version 2.0, equal to that of Microsoft's example", () => {
    const stack = granted(ABAC, [{ access: PULL, options: only("nginx") }]);
    expect(resources(stack, "azurerm_role_assignment")).toMatchObject([
      {
        condition:
          "((!(ActionMatches{'Microsoft.ContainerRegistry/registries/repositories/content/read'})" +
          " AND !(ActionMatches{'Microsoft.ContainerRegistry/registries/repositories/metadata/read'}))" +
          " OR (@Request[Microsoft.ContainerRegistry/registries/repositories:name] StringEqualsIgnoreCase 'nginx'))",
        condition_version: "2.0",
      },
    ]);
  });

  test("of several grants of one role are one condition", () => {
    const stack = granted(ABAC, [
      { access: PULL, options: only("team-b/app") },
      { access: PULL, options: below("team-a/") },
      { access: PULL, options: only("team-a/web", "base") },
    ]);
    expect(conditions(stack)).toEqual([
      expect.stringMatching(
        /StringEqualsIgnoreCase 'base' OR \S+ StringEqualsIgnoreCase 'team-b\/app' OR \S+ StringStartsWithIgnoreCase 'team-a\/'\)\)$/,
      ),
    ]);
  });

  test.each([
    ["first", [{ access: PULL }, { access: PULL, options: only("app") }]],
    ["last", [{ access: PULL, options: only("app") }, { access: PULL }]],
  ])(
    "beside a grant without them, which comes %s, have no effect, and a warning says so",
    (_, grants) => {
      const stack = granted(ABAC, grants);
      expect(conditions(stack)).toEqual([undefined]);
      expect(warnings(stack)).toEqual([
        expect.stringMatching(/the wider one wins.*acr-auth:wider-grant/),
      ]);
    },
  );

  test("on a registry that is migrating limit the new role only, and a warning says so", () => {
    const stack = granted(MIGRATING, [{ access: PULL, options: only("app") }]);
    expect(conditions(stack)).toEqual([undefined, expect.stringContaining("'app'")]);
    expect(warnings(stack)).toEqual([expect.stringContaining("acr-auth:migrating-reaches-all")]);
  });

  test.each([
    [
      "a legacy registry",
      LEGACY,
      PULL,
      "repositories: a registry in legacy mode can't limit a role to repositories; switch the registry and permissionsMode to abac, or leave repositories out",
    ],
    [
      "list",
      ABAC,
      LIST,
      "repositories: list is for the whole registry: Azure ignores a condition on the role for it; leave repositories out",
    ],
  ])("for %s are refused", (_, mode, access, message) => {
    const stack = granted(mode, [{ access, options: only("app") }]);
    expect(problems(stack)).toEqual([expect.stringContaining(message)]);
  });

  test("that need more than 8 KB are refused, with what to do", () => {
    const names = Array.from({ length: 90 }, (_, n) => `team-a/application-${n}`);
    const stack = granted(ABAC, [{ access: PULL, options: only(...names) }]);
    expect(problems(stack)).toEqual([
      expect.stringMatching(
        /repositories: their condition has \d+ bytes; Azure allows 8192, name fewer repositories or the path that they share/,
      ),
    ]);
  });
});

test("the order of the grants changes nothing in what is synthesized", () => {
  const grant = fc.record({
    access: fc.constantFrom(PULL, PUSH, DELETE),
    options: fc.option(
      fc.constantFrom("a", "b/c", "b/d", "b/", "b/c/").map((path) => ({
        repositories: path.endsWith("/") ? Repositories.withPrefix(path) : Repositories.named(path),
      })),
      { nil: undefined },
    ),
  });
  fc.assert(
    fc.property(
      fc
        .array(grant, { maxLength: 6 })
        .chain((grants) =>
          fc.tuple(
            fc.constant(grants),
            fc.shuffledSubarray(grants, { minLength: grants.length }),
            fc.constantFrom(ABAC, MIGRATING),
          ),
        ),
      ([grants, shuffled, mode]) => {
        expect(render(granted(mode, shuffled))).toEqual(render(granted(mode, grants)));
      },
    ),
    { numRuns: 50 },
  );
});
