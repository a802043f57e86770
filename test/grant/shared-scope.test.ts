import { App, Fn, TerraformStack, TerraformVariable } from "cdktf";
import { ContainerRegistry } from "@cdktf/provider-azurerm/lib/container-registry";
import { AzurermProvider, AzurermProviderConfig } from "@cdktf/provider-azurerm/lib/provider";
import {
  AcrRegistries,
  AcrRegistry,
  AcrScopeOptions,
  IAcrScope,
  PermissionsMode,
  Repositories,
} from "cdktf-acr-auth";
import { newStack, problems, render, resources } from "../support/stack";
import { teamIn } from "./granting";

const SUBSCRIPTION = "00000000-0000-4000-8000-00000000000a";
const OTHER_SUBSCRIPTION = "00000000-0000-4000-8000-00000000000b";

const idIn = (subscriptionId: string, resourceGroup = "rg-registry"): string =>
  `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.ContainerRegistry/registries/contosoShop`;

type Make = (stack: TerraformStack, id: string) => IAcrScope;

const byName =
  (options: AcrScopeOptions = {}, resourceGroupName = "rg-registry"): Make =>
  (stack, id) =>
    AcrRegistry.fromName(stack, id, {
      registryName: "contosoShop",
      resourceGroupName,
      ...options,
    });
const byId =
  (registryId = idIn(SUBSCRIPTION), options: AcrScopeOptions = {}): Make =>
  (stack, id) =>
    AcrRegistry.fromAttributes(stack, id, { registryId, ...options });
const by =
  (config: AzurermProviderConfig, resourceGroupName?: string): Make =>
  (stack, id) => {
    const alias = `${id}_alias`;
    const provider = new AzurermProvider(stack, alias, { alias, ...config });
    return byName({ provider }, resourceGroupName)(stack, id);
  };
const features = [{}];
const own: Make = (stack, id) => {
  const acr =
    (stack.node.tryFindChild("acr") as ContainerRegistry | undefined) ??
    new ContainerRegistry(stack, "acr", {
      name: "contosoShop",
      resourceGroupName: new TerraformVariable(stack, "group", {}).stringValue,
      location: "westeurope",
      sku: "Basic",
    });
  return AcrRegistry.fromResource(stack, id, acr);
};

interface Assignment {
  readonly scope: string;
  readonly provider?: string;
  readonly lifecycle: { readonly precondition?: Record<string, string>[] };
}

/** What a team is assigned that may pull from both of two references, each of which is granted to it. */
function granted(
  one: Make,
  two: Make,
  context = {},
  config: Partial<AzurermProviderConfig> = {},
): TerraformStack {
  const stack = newStack(context);
  Object.assign(stack.node.findChild("azurerm"), config);
  const team = teamIn(stack);
  one(stack, "one").grantPull(team);
  two(stack, "two").grantPull(team);
  return stack;
}

function assignments(stack: TerraformStack): Assignment[] {
  return resources(stack, "azurerm_role_assignment") as unknown as Assignment[];
}

describe("two references to one registry share a role assignment, which Terraform need not check", () => {
  const here = { subscriptionId: SUBSCRIPTION };

  test.each<[string, Make, Make, Partial<AzurermProviderConfig>]>([
    ["looked up twice", byName(), byName(), {}],
    ["in other letters", byName(), byName({}, "RG-Registry"), {}],
    ["by ids in other letters", byId(), byId(idIn(SUBSCRIPTION, "RG-registry")), {}],
    ["by name in a subscription that the provider tells, and by id", byName(), byId(), here],
    [
      "by two providers of one subscription",
      by({ features, subscriptionId: SUBSCRIPTION.toUpperCase() }),
      by({ features, subscriptionId: SUBSCRIPTION }),
      {},
    ],
    ["of one resource, in a group that only Terraform knows", own, own, {}],
    ["by a provider of another alias, and by id", byId(), by({ features, ...here }), {}],
  ])("%s", (_, one, two, config) => {
    const stack = granted(one, two, {}, config);
    expect(problems(stack)).toEqual([]);
    expect(assignments(stack)).toEqual([
      expect.objectContaining({ lifecycle: { ignore_changes: ["description"] } }),
    ]);
  });

  test("with one JSON in whatever order they come", () => {
    const pairs: [Make, Make][] = [
      [byName(), byId()],
      [byName(), byName({}, "RG-Registry")],
      [byId(), byId(idIn(SUBSCRIPTION, "RG-registry"))],
      [by({ features }), by({ features })],
    ];
    for (const [one, two] of pairs) {
      const stacks = [false, true].map((swapped) => {
        const stack = newStack();
        const team = teamIn(stack);
        const scopes = [one(stack, "one"), two(stack, "two")];
        for (const scope of swapped ? scopes.reverse() : scopes) {
          scope.grantPull(team);
          scope.grantPush(team);
        }
        return assignments(stack);
      });
      expect(stacks[1]).toEqual(stacks[0]);
      expect(stacks[0]).toHaveLength(2);
    }
  });

  test("and repositories of both are one condition", () => {
    const stack = newStack();
    const team = teamIn(stack);
    const options = { permissionsMode: PermissionsMode.ABAC };
    byName(options)(stack, "one").grantPull(team, { repositories: Repositories.named("app") });
    byName(options)(stack, "two").grantPull(team, { repositories: Repositories.named("base") });
    expect(resources(stack, "azurerm_role_assignment")).toMatchObject([
      { condition: expect.stringMatching(/'app' OR .*'base'/) as string },
    ]);
  });

  test("and say the same of its permissions mode", () => {
    const stack = granted(byName(), byName({ permissionsMode: PermissionsMode.ABAC }));
    expect(problems(stack)).toEqual([
      '[test/team/grant/registry-rg-registry-contososhop] permissionsMode: "legacy" of test/one and "abac" of test/two are said of one registry; write the same for both',
    ]);
  });
});

describe("two registries with one name in addresses are refused where the program knows that they are two", () => {
  const FIX =
    'would share role assignments, because they have one name in Terraform addresses; give one of them an id of its own there, as in addressId: "shop-eu"';

  test.each<[string, Make, Make]>([
    ["in two subscriptions, by id", byId(), byId(idIn(OTHER_SUBSCRIPTION))],
    [
      "in two subscriptions that providers tell",
      by({ features, subscriptionId: SUBSCRIPTION }),
      by({ features, subscriptionId: OTHER_SUBSCRIPTION }),
    ],
    [
      "in two clouds",
      by({ features, environment: "public" }),
      by({ features, environment: "china" }),
    ],
    [
      "by one id of the user's own",
      byName({ addressId: "shop" }),
      byName({ addressId: "shop" }, "rg-2"),
    ],
    [
      "of which one is all of a resource group",
      byId(idIn(SUBSCRIPTION), { addressId: "shop" }),
      (stack, id) =>
        AcrRegistries.inResourceGroup(stack, id, {
          resourceGroupId: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-registry`,
          addressId: "shop",
        }),
    ],
  ])("%s", (_, one, two) => {
    expect(problems(granted(one, two)).filter((text) => !text.includes("environment:"))).toEqual([
      expect.stringMatching(
        /^\[test\/team\/grant\/(registry-rg-registry-contososhop|id-shop)\] registry: test\/\w+ \(.*\) and test\/\w+ \(.*\) would/,
      ),
    ]);
    expect(problems(granted(one, two)).join()).toContain(FIX);
  });

  test("with what each of them is", () => {
    const described = (path: string, subscriptionId: string): string =>
      `${path} ("contosoShop" in the resource group "rg-registry" in the subscription "${subscriptionId}")`;
    expect(problems(granted(byId(), byId(idIn(OTHER_SUBSCRIPTION))))).toEqual([
      `[test/team/grant/registry-rg-registry-contososhop] registry: ${described("test/one", SUBSCRIPTION)} and ${described("test/two", OTHER_SUBSCRIPTION)} ${FIX}`,
    ]);
  });

  test("and are two where one has an id of its own", () => {
    const stack = granted(byId(), byId(idIn(OTHER_SUBSCRIPTION), { addressId: "shop-2" }));
    expect(assignments(stack).map(({ scope }) => scope)).toEqual([
      idIn(OTHER_SUBSCRIPTION),
      idIn(SUBSCRIPTION),
    ]);
  });

  test("and are no mistake as long as nobody is let in to both", () => {
    const stack = newStack();
    byId()(stack, "one").grantPull(teamIn(stack, "team"));
    byId(idIn(OTHER_SUBSCRIPTION))(stack, "two").grantPull(teamIn(stack, "other"));
    expect(problems(stack)).toEqual([]);
  });
});

describe("where only Terraform knows whether two references are to one registry", () => {
  const unknown = Fn.lookup({ group: "rg-registry" }, "group", "") as string;

  test.each<[string, Make, Make]>([
    ["by name in the provider's subscription, and by id", byName(), byId()],
    ["by two providers", byName(), by({ features })],
    ["in a group that it alone knows", byName({}, unknown), own],
  ])("it compares their ids before it assigns a role: %s", (_, one, two) => {
    const stack = granted(one, two);
    expect(problems(stack)).toEqual([]);
    expect(assignments(stack)).toHaveLength(1);
    const { precondition = [] } = assignments(stack)[0]?.lifecycle ?? {};
    expect(precondition).toEqual([
      {
        condition: expect.stringMatching(/^\$\{\(lower\(.+\) == lower\(.+\)\)\}$/) as string,
        error_message: expect.stringMatching(
          /^test\/\w+ and test\/\w+ have one name in Terraform addresses, by which they share this role assignment, but are different: .* and .*\. Give one of them an id of its own there, as in addressId: "shop-eu"\.$/,
        ) as string,
      },
    ]);
  });

  test("each role is checked, also of a grant that came before the second reference", () => {
    const stack = newStack();
    const team = teamIn(stack);
    const [one, two] = [byName()(stack, "one"), byId()(stack, "two")];
    one.grantPull(team);
    two.grantPush(team);
    one.grantDelete(team);
    expect(assignments(stack).map(({ lifecycle }) => lifecycle.precondition?.length)).toEqual([
      1, 1, 1,
    ]);
  });

  test("and nobody assigns roles, that is refused", () => {
    const stack = granted(byName(), byId(), { "acr-auth:role-assignments": "report" });
    expect(problems(stack)).toEqual([
      expect.stringMatching(
        /registry: whether test\/one \("contosoShop" in the resource group "rg-registry" in the subscription of test\/azurerm\) and test\/two \("contosoShop" .*\) are one, which would share role assignments, is known to Terraform only, which assigns no roles here and can't check it; use one of them for all grants, or, if they are two, give one an id of its own, as in addressId: "shop-eu"$/,
      ),
    ]);
  });

  test("a provider that comes last may tell", () => {
    const stack = new TerraformStack(new App(), "test");
    const team = teamIn(stack);
    byName()(stack, "one").grantPull(team);
    byId()(stack, "two").grantPull(team);
    new AzurermProvider(stack, "azurerm", { features, subscriptionId: OTHER_SUBSCRIPTION });
    expect(problems(stack)).toEqual([expect.stringContaining("would share role assignments")]);
  });
});

describe("references in two stacks", () => {
  const stacks = (): [TerraformStack, TerraformStack] => {
    const app = new App();
    return ["shop", "access"].map((id) => {
      const stack = new TerraformStack(app, id);
      new AzurermProvider(stack, "azurerm", { features });
      return stack;
    }) as [TerraformStack, TerraformStack];
  };

  test("are compared where the role is assigned, by the reference of that stack", () => {
    const [shop, access] = stacks();
    const team = teamIn(shop);
    [byName()(access, "registry"), byName()(shop, "registry")].forEach((registry) =>
      registry.grantPull(team),
    );
    expect(problems(shop)).toEqual([]);
    // As app.synth() does, after which the other stack's reference is an output of its state.
    [shop, access].forEach((stack) => {
      stack.prepareStack();
    });
    const here = /^data\.azurerm_container_registry\.registry_\w+\.id$/;
    const there = /^data\.terraform_remote_state\.cross-stack-reference-input-access\.outputs\./;
    const [{ scope, lifecycle } = { scope: "" }] = assignments(shop);
    expect(scope.slice(2, -1)).toMatch(here);
    const [, one, other] =
      /lower\((.*)\) == lower\((.*)\)\)/.exec(lifecycle?.precondition?.[0]?.condition ?? "") ?? [];
    expect([one, other].sort()).toEqual([
      expect.stringMatching(here),
      expect.stringMatching(there),
    ]);
    expect(shop.dependencies).toEqual([access]);
    expect(render(access).resource).toBeUndefined();
  });

  test("need no provider of the other stack where that of this one can do", () => {
    const [shop, access] = stacks();
    const team = teamIn(shop);
    const provider = new AzurermProvider(access, "eu", { features, alias: "eu" });
    byId(idIn(SUBSCRIPTION), { provider })(access, "registry").grantPull(team);
    expect(problems(shop)).toEqual([expect.stringContaining("a provider of another stack")]);
    byId()(shop, "registry").grantPull(team);
    expect(problems(shop)).toEqual([]);
  });
});
