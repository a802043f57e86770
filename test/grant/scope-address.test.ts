import { Construct, IConstruct } from "constructs";
import { App, Fn, TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { ContainerRegistry } from "@cdktf/provider-azurerm/lib/container-registry";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import {
  AcrRegistries,
  AcrRegistry,
  AcrScopeOptions,
  IAcrRegistry,
  IAcrScope,
} from "cdktf-acr-auth";
import * as fc from "fast-check";
import { scopeAddress } from "../../lib/grant/scope-address";
import { newStack, problems, render, resources } from "../support/stack";
import { teamIn } from "./granting";

const SUBSCRIPTION = "00000000-0000-4000-8000-00000000000a";
const GROUP_ID = `/subscriptions/${SUBSCRIPTION}/resourceGroups/RG-registry`;

const idOf = (registryName: string): string =>
  `${GROUP_ID}/providers/Microsoft.ContainerRegistry/registries/${registryName}`;

/** A text that only Terraform knows. */
const unknown = (text: string): string => Fn.lookup({ key: text }, "key", "") as string;

type Make = (scope: Construct, id: string, options?: AcrScopeOptions) => IAcrScope;

const byName: Make = (scope, id, options) =>
  AcrRegistry.fromName(scope, id, {
    registryName: "contosoShop",
    resourceGroupName: "RG-registry",
    ...options,
  });
const byId: Make = (scope, id, options) =>
  AcrRegistry.fromAttributes(scope, id, { registryId: idOf("contosoShop"), ...options });
const byUnknownId: Make = (scope, id, options) =>
  AcrRegistry.fromAttributes(scope, id, { registryId: unknown(idOf("contosoShop")), ...options });
const own = (scope: Construct, resourceGroupName: string, name = "contosoShop"): IAcrRegistry =>
  AcrRegistry.fromResource(
    scope,
    "own",
    new ContainerRegistry(scope, "acr", {
      name,
      resourceGroupName,
      location: "westeurope",
      sku: "Basic",
    }),
  );
const ownInUnknownGroup: Make = (scope) =>
  own(scope, new ResourceGroup(scope, "group", { name: "rg", location: "westeurope" }).name);
const inGroup: Make = (scope, id) =>
  AcrRegistries.inResourceGroup(scope, id, { resourceGroupId: GROUP_ID });
const inUnknownGroup: Make = (scope, id) =>
  AcrRegistries.inResourceGroup(scope, id, { resourceGroupId: unknown(GROUP_ID) });
const inSubscription: Make = (scope, id) =>
  AcrRegistries.inSubscription(scope, id, { subscriptionId: SUBSCRIPTION });
const inUnknownSubscription: Make = (scope, id) =>
  AcrRegistries.inSubscription(scope, id, { subscriptionId: unknown(SUBSCRIPTION) });

/** What the role assignments of a team are called, without team, role and hash. */
function names(stack: TerraformStack): string[] {
  return Object.keys(render(stack).resource?.azurerm_role_assignment ?? {}).map((address) =>
    address.replace(/^team_grant_(.*)_AcrP\w+_[0-9A-F]{8}$/, "$1"),
  );
}

function nameOf(make: (scope: Construct) => IAcrScope): string | undefined {
  const stack = newStack();
  make(stack).grantPull(teamIn(stack));
  return names(stack)[0];
}

describe("the address of a role assignment names the scope by what it is in Azure", () => {
  const RESOURCE_GROUP = `resource-group-${SUBSCRIPTION}-rg-registry`;

  test.each<[string, Make, string]>([
    ["a registry by name", byName, "registry-rg-registry-contososhop"],
    ["a registry by id", byId, "registry-rg-registry-contososhop"],
    ["an own one", (scope) => own(scope, "rg-Registry"), "registry-rg-registry-contososhop"],
    ["one in a group that Terraform knows", ownInUnknownGroup, "registry--contososhop"],
    ["a resource group", inGroup, RESOURCE_GROUP],
    ["a subscription", inSubscription, `subscription-${SUBSCRIPTION}`],
  ])("%s", (_, make, name) => {
    expect(nameOf((stack) => make(stack, "registry"))).toBe(name);
  });

  test("wherever its construct stands, whatever that is called, and in whichever stack", () => {
    const home = "registry-rg-registry-contososhop";
    expect(nameOf((stack) => byName(new Construct(stack, "shared"), "shop"))).toBe(home);
    expect(nameOf((stack) => byName(new TerraformStack(stack.node.root, "shared"), "shop"))).toBe(
      home,
    );
  });
});

describe("the address of a role assignment at a scope that only Terraform can name", () => {
  test.each<[string, Make]>([
    ["a registry", byUnknownId],
    ["a resource group", inUnknownGroup],
    ["a subscription", inUnknownSubscription],
    ["an own registry", (scope) => own(scope, "rg", unknown("contosoShop"))],
  ])("is the path of the construct below its stack: %s", (_, make) => {
    expect(nameOf((stack) => make(new Construct(stack, "shared"), "own"))).toBe("path-shared_own");
  });

  test("has the stack in it where that is another", () => {
    expect(
      nameOf((stack) => byUnknownId(new TerraformStack(stack.node.root, "shared"), "shop")),
    ).toBe("stack-shared_shop");
  });

  test("is that of no other construct: a/b and a--b", () => {
    const stack = newStack();
    const team = teamIn(stack);
    const registry = (scope: Construct, id: string, name: string): IAcrRegistry =>
      AcrRegistry.fromAttributes(scope, id, { registryId: unknown(idOf(name)) });
    registry(new Construct(stack, "a"), "b", "contosoShop").grantPull(team);
    registry(stack, "a--b", "contosoBase").grantPush(team);
    registry(stack, "a_b", "contosoTest").grantPush(team);
    expect(resources(stack, "azurerm_role_assignment").map(({ scope }) => String(scope))).toEqual([
      expect.stringContaining("contosoBase"),
      expect.stringContaining("contosoTest"),
      expect.stringContaining("contosoShop"),
    ]);
  });

  test("is that of no other construct: shared/registry and the registry of the stack shared", () => {
    const app = new App();
    const [shop, shared] = ["shop", "shared"].map((id) => {
      const stack = new TerraformStack(app, id);
      new AzureadProvider(stack, "azuread");
      new AzurermProvider(stack, "azurerm", { features: [{}] });
      return stack;
    }) as [TerraformStack, TerraformStack];
    const team = teamIn(shop);
    byUnknownId(new Construct(shop, "shared"), "registry").grantPull(team);
    AcrRegistry.fromAttributes(shared, "registry", {
      registryId: unknown(idOf("contosoBase")),
    }).grantPush(team);
    expect(resources(shop, "azurerm_role_assignment").map(({ scope }) => String(scope))).toEqual([
      expect.stringContaining("contosoShop"),
      expect.stringContaining("contosoBase"),
    ]);
  });
});

test("no two constructs have one name by their paths, whatever their ids are", () => {
  const joined = fc.array(fc.constantFrom(" ", "--", "_", "%5f"), { minLength: 1, maxLength: 2 });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), joined), { maxLength: 4 }), (places) => {
      const app = new App();
      const [shop, shared] = ["shop", "shared"].map((id) => new TerraformStack(app, id)) as [
        TerraformStack,
        TerraformStack,
      ];
      const scopes = places.flatMap(([isShared, joints]) => {
        const ids = joints.reduce((text, joint) => `${text}${joint}a`, "a").split(" ");
        const parent = ids
          .slice(0, -1)
          .reduce<IConstruct>(
            (above, id) => above.node.tryFindChild(id) ?? new Construct(above, id),
            isShared ? shared : shop,
          );
        const id = ids.at(-1) ?? "";
        return parent.node.tryFindChild(id) === undefined
          ? [byUnknownId(parent, id) as AcrRegistry]
          : [];
      });
      const principal = new Construct(shop, "principal");
      const addresses = scopes.map((scope) => scopeAddress(scope, principal));
      expect(new Set(addresses).size).toBe(addresses.length);
    }),
    { numRuns: 300 },
  );
});

describe("an id of one's own for addresses", () => {
  test("stands in place of the names, be they known or not", () => {
    for (const make of [byName, byId, byUnknownId]) {
      expect(nameOf((stack) => make(stack, "registry", { addressId: "shop-eu" }))).toBe(
        "id-shop-eu",
      );
    }
  });

  test.each(["", "Shop", "shop_eu", "shop/eu", "-shop", "é", "x".repeat(61), unknown("shop")])(
    "can't be %j",
    (addressId) => {
      const stack = newStack();
      byName(stack, "registry", { addressId }).grantPull(teamIn(stack));
      expect(problems(stack)).toEqual([
        expect.stringMatching(
          /^\[test\/registry\] addressId: .* can't name a scope in Terraform addresses; write 1 to 60 small letters, digits or "-", as in "shop-eu"$/,
        ),
      ]);
    },
  );
});
