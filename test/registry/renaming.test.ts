import { Construct } from "constructs";
import { App, TerraformStack, TerraformVariable } from "cdktf";
import { ContainerRegistry } from "@cdktf/provider-azurerm/lib/container-registry";
import {
  AcrRegistries,
  AcrRegistry,
  AcrScopeOptions,
  AcrServicePrincipal,
  IAcrScope,
} from "cdktf-acr-auth";
import { addresses, endOf, moves, Program, stackOf } from "../support/moves";
import { addProviders, problems } from "../support/stack";

const onlyTerraformKnows = (scope: Construct): string => {
  const stack = TerraformStack.of(scope);
  const variable = stack.node.tryFindChild("name") ?? new TerraformVariable(stack, "name", {});
  return (variable as TerraformVariable).stringValue;
};

type Registry = (scope: Construct, id: string, options?: AcrScopeOptions) => IAcrScope;

const registries: Record<string, Registry> = {
  "that is looked up": (scope, id, options) =>
    AcrRegistry.fromName(scope, id, {
      ...options,
      registryName: onlyTerraformKnows(scope),
      resourceGroupName: "rg-registry",
    }),
  "that is given": (scope, id, options) =>
    AcrRegistry.fromAttributes(scope, id, { ...options, registryId: onlyTerraformKnows(scope) }),
  "that the program makes": (scope, id, options) => {
    const stack = TerraformStack.of(scope);
    const containerRegistry = new ContainerRegistry(stack, "acr", {
      name: onlyTerraformKnows(scope),
      resourceGroupName: "rg-registry",
      location: "westeurope",
      sku: "Standard",
    });
    return AcrRegistry.fromResource(scope, id, containerRegistry, options);
  },
  "of which there are many in a resource group": (scope, id, options) =>
    AcrRegistries.inResourceGroup(scope, id, {
      ...options,
      resourceGroupId: onlyTerraformKnows(scope),
    }),
  "of which there are many in a subscription": (scope, id, options) =>
    AcrRegistries.inSubscription(scope, id, {
      ...options,
      subscriptionId: onlyTerraformKnows(scope),
    }),
};

const access =
  (
    registry: Registry,
    [path, old]: [string, string[]?],
    [web, oldWeb]: [string, string[]?],
  ): Program =>
  (stack) => {
    const [id = "", ...around] = path.split("/").reverse();
    const scope = around
      .reverse()
      .reduce<Construct>((outer, name) => new Construct(outer, name), stack);
    const principal = new AcrServicePrincipal(stack, web, {
      displayName: "contoso-web",
      renamedFrom: oldWeb,
    });
    registry(scope, id, { renamedFrom: old }).grantPull(principal, { propagationSeconds: 30 });
  };

function expectToBeMoved(before: Program, now: Program): void {
  const stack = stackOf(now);
  const all = moves(stack);
  const ends = addresses(stackOf(before)).map((address) => endOf(all, address));
  expect(ends.sort()).toEqual(addresses(stack).sort());
}

describe("of a registry whose name only Terraform knows, role assignments are moved with it", () => {
  test.each(Object.entries(registries))("%s", (_, registry) => {
    expectToBeMoved(
      access(registry, ["old"], ["web"]),
      access(registry, ["new", ["older", "old"]], ["web"]),
    );
    expect(addresses(stackOf(access(registry, ["old"], ["web"])))).not.toEqual(
      addresses(stackOf(access(registry, ["new"], ["web"]))),
    );
  });

  test.each([
    ["shop/registry", "store/registry", "shop/registry"],
    ["registry", "shop/registry", "/registry"],
    ["a_b/registry", "shop/registry", "a_b/registry"],
  ])("from %s to %s in the stack", (before, now, oldName) => {
    const [registry] = Object.values(registries) as [Registry];
    expectToBeMoved(
      access(registry, [before], ["web"]),
      access(registry, [now, [oldName]], ["web"]),
    );
  });

  test("and with the principal, at whatever time each was renamed", () => {
    const [registry] = Object.values(registries) as [Registry];
    for (const before of ["old", "new"]) {
      for (const principal of ["api", "web"]) {
        expectToBeMoved(
          access(registry, [before], [principal]),
          access(registry, ["new", ["old"]], ["web", ["api"]]),
        );
      }
    }
  });

  test("also of principals in another stack", () => {
    const [registry] = Object.values(registries) as [Registry];
    const build = (id: string, renamedFrom?: string[]): TerraformStack => {
      const app = new App();
      const [shared, shop] = ["shared", "shop"].map((name) => new TerraformStack(app, name)) as [
        TerraformStack,
        TerraformStack,
      ];
      addProviders(shared);
      addProviders(shop);
      const web = new AcrServicePrincipal(shop, "web", { displayName: "contoso-web" });
      registry(shared, id, { renamedFrom }).grantPull(web);
      return shop;
    };
    const [before, now] = [build("old"), build("new", ["old"])];
    const ends = addresses(before).map((address) => endOf(moves(now), address));
    expect(ends).toEqual(addresses(now));
    expect(addresses(before)).not.toEqual(addresses(now));
  });
});

test("a registry with a name of its own is renamed and moved as one likes", () => {
  const registry: Registry = (scope, id, options) =>
    AcrRegistry.fromName(scope, id, {
      ...options,
      registryName: "contosoShop",
      resourceGroupName: "rg-registry",
    });
  const now = stackOf(access(registry, ["shop/new", ["/old"]], ["web"]));
  expect(moves(now)).toEqual([]);
  expect(addresses(now)).toEqual(addresses(stackOf(access(registry, ["old"], ["web"]))));
});

test("an old name that another registry has now is refused at the registry", () => {
  const stack = stackOf((program) => {
    const web = new AcrServicePrincipal(program, "web", { displayName: "contoso-web" });
    for (const [id, other] of [
      ["one", "two"],
      ["two", "one"],
    ] as const) {
      AcrRegistry.fromName(program, id, {
        registryName: new TerraformVariable(program, `name-of-${id}`, {}).stringValue,
        resourceGroupName: "rg-registry",
        renamedFrom: [other],
      }).grantPull(web);
    }
  });
  expect(problems(stack)).toEqual([
    expect.stringContaining(
      '[test/one] renamedFrom[0]: "two" is where test/web/grant/path-two/AcrPull/Resource is now',
    ),
    expect.stringContaining('[test/two] renamedFrom[0]: "one" is where test/web/grant/path-one'),
  ]);
});
