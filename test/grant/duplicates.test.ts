import { Construct } from "constructs";
import { App, TerraformStack, TerraformVariable } from "cdktf";
import { Application } from "@cdktf/provider-azuread/lib/application";
import { DataAzureadServicePrincipal } from "@cdktf/provider-azuread/lib/data-azuread-service-principal";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { ServicePrincipal } from "@cdktf/provider-azuread/lib/service-principal";
import { ContainerRegistry } from "@cdktf/provider-azurerm/lib/container-registry";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import {
  Access,
  AcrPrincipal,
  AcrRegistry,
  AcrRole,
  AcrServicePrincipal,
  IAcrPrincipal,
  IAcrRegistry,
  PrincipalType,
} from "cdktf-acr-auth";
import { newStack, problems } from "../support/stack";

const OBJECT_ID = "6f3f7e4e-0000-4000-8000-00000000000a";
const CLIENT_ID = "6f3f7e4e-0000-4000-8000-00000000000b";
const APPLICATION_ID = "/applications/6f3f7e4e-0000-4000-8000-00000000000c";
const REGISTRY_ID =
  "/subscriptions/00000000-0000-4000-8000-00000000000a/resourceGroups/rg-registry/providers/Microsoft.ContainerRegistry/registries/contosoShop";

type Make<T> = (stack: TerraformStack, id: string) => T;

const byName: Make<IAcrRegistry> = (stack, id) =>
  AcrRegistry.fromName(stack, id, {
    registryName: "contosoShop",
    resourceGroupName: "rg-registry",
  });
const inOtherGroup: Make<IAcrRegistry> = (stack, id) =>
  AcrRegistry.fromName(stack, id, { registryName: "contosoShop", resourceGroupName: "rg-2" });
const byId: Make<IAcrRegistry> = (stack, id) =>
  AcrRegistry.fromAttributes(stack, id, { registryId: REGISTRY_ID });

const byClientId: Make<IAcrPrincipal> = (stack, id) =>
  AcrServicePrincipal.fromClientId(stack, id, CLIENT_ID);
const byObjectId: Make<IAcrPrincipal> = (stack, id) =>
  AcrPrincipal.fromObjectId(stack, id, {
    objectId: OBJECT_ID.toUpperCase(),
    principalType: PrincipalType.SERVICE_PRINCIPAL,
  });
const byBothIds: Make<IAcrPrincipal> = (stack, id) =>
  AcrServicePrincipal.fromAttributes(stack, id, { clientId: CLIENT_ID, objectId: OBJECT_ID });
const owned: Make<IAcrPrincipal> = (stack, id) =>
  new AcrServicePrincipal(stack, id, { displayName: id });

const found = (stack: TerraformStack, config: { clientId?: string; displayName?: string }) =>
  (stack.node.tryFindChild("found") as DataAzureadServicePrincipal | undefined) ??
  new DataAzureadServicePrincipal(stack, "found", config);
const byDataOfClientId: Make<IAcrPrincipal> = (stack, id) =>
  AcrServicePrincipal.fromData(stack, id, found(stack, { clientId: CLIENT_ID }));
const byData: Make<IAcrPrincipal> = (stack, id) =>
  AcrServicePrincipal.fromData(stack, id, found(stack, { displayName: "audit" }));
const byIdsOfData: Make<IAcrPrincipal> = (stack, id) =>
  AcrServicePrincipal.fromAttributes(stack, id, {
    clientId: CLIENT_ID,
    objectId: found(stack, { clientId: CLIENT_ID }).objectId,
  });
const byApplicationId: Make<IAcrPrincipal> = (stack, id) =>
  AcrServicePrincipal.fromResourceId(stack, id, APPLICATION_ID);
const byResourceId: Make<IAcrPrincipal> = (stack, id) =>
  AcrServicePrincipal.fromResourceId(stack, id, `/servicePrincipals/${OBJECT_ID.toUpperCase()}`);
const byAllIds: Make<IAcrPrincipal> = (stack, id) =>
  AcrServicePrincipal.fromAttributes(stack, id, {
    clientId: CLIENT_ID,
    objectId: OBJECT_ID,
    applicationResourceId: APPLICATION_ID.replace("f", "F"),
  });
const byConstruct: Make<IAcrPrincipal> = (stack, id) =>
  new AcrServicePrincipal(stack, id, { displayName: "web" });
const byIdsOfConstruct: Make<IAcrPrincipal> = (stack, id) => {
  const { clientId, objectId } = stack.node.findChild("one") as AcrServicePrincipal;
  return AcrServicePrincipal.fromAttributes(stack, id, { clientId, objectId });
};
const byApplication: Make<IAcrPrincipal> = (stack, id) => {
  const application =
    (stack.node.tryFindChild("app") as Application | undefined) ??
    new Application(stack, "app", { displayName: "app", owners: [OBJECT_ID] });
  const servicePrincipal =
    (stack.node.tryFindChild("sp") as ServicePrincipal | undefined) ??
    new ServicePrincipal(stack, "sp", { clientId: application.clientId });
  return AcrServicePrincipal.fromApplication(stack, id, application, { servicePrincipal });
};

/** What is said when one registry is granted to two principals. */
function principalsGranted(one: Make<IAcrPrincipal>, two: Make<IAcrPrincipal>): string[] {
  const stack = newStack();
  const registry = byName(stack, "registry");
  registry.grantPull(one(stack, "one"));
  registry.grantPull(two(stack, "two"));
  return problems(stack);
}

/** What is said when a principal is granted two registries. */
function registriesGranted(one: Make<IAcrRegistry>, two: Make<IAcrRegistry>): string[] {
  const stack = newStack();
  const web = owned(stack, "web");
  one(stack, "one").grantPull(web);
  two(stack, "two").grantPull(web);
  return problems(stack);
}

const REGISTRY = "registry-rg-registry-contososhop";

test.each([
  ["client id", byClientId, byClientId],
  ["object id in other letters", byObjectId, byBothIds],
  ["client id and both ids", byClientId, byBothIds],
  ["client id and a look-up by it", byClientId, byDataOfClientId],
  ["one data source", byData, byData],
  ["one data source and its ids", byDataOfClientId, byIdsOfData],
  ["resource id of the application", byApplicationId, byApplicationId],
  ["resource id of the application and all ids", byApplicationId, byAllIds],
  ["resource id and object id", byResourceId, byObjectId],
  ["the construct and its ids", byConstruct, byIdsOfConstruct],
  ["one application and its service principal", byApplication, byApplication],
])(
  "two references to one principal by %s are found, with both paths and the fix",
  (_, one, two) => {
    expect(principalsGranted(one, two)).toEqual([
      "[test/two/grant/registry-rg-registry-contososhop/AcrPull] principal: the same role, of the same principal, at the same scope, is assigned by test/one/grant/registry-rg-registry-contososhop/AcrPull too; Azure refuses the second one, refer to the principal, and to what it is let in to, once each and use those constructs for both grants",
    ]);
  },
);

test("two references that a third one links are one principal", () => {
  const stack = newStack();
  const registry = byName(stack, "registry");
  registry.grantPull(byClientId(stack, "one"));
  registry.grantPull(byObjectId(stack, "two"));
  expect(problems(stack)).toEqual([]);
  byBothIds(stack, "three");
  expect(problems(stack)).toEqual([
    expect.stringContaining(`is assigned by test/one/grant/${REGISTRY}/AcrPull too`),
  ]);
});

test("a principal of another stack is one with a reference to it, whatever renders in between", () => {
  const app = new App();
  const [shared, shop] = ["shared", "shop"].map((id) => {
    const stack = new TerraformStack(app, id);
    new AzureadProvider(stack, "azuread");
    new AzurermProvider(stack, "azurerm", { features: [{}] });
    return stack;
  }) as [TerraformStack, TerraformStack];
  const { clientId, objectId } = owned(shared, "web") as AcrServicePrincipal;
  byId(shared, "registry").grantPull(shared.node.findChild("web") as AcrServicePrincipal);
  const web = AcrServicePrincipal.fromAttributes(shop, "web", { clientId, objectId });
  byId(shop, "registry").grantPull(web);
  const found = [
    expect.stringContaining(`is assigned by shared/web/grant/${REGISTRY}/AcrPull too`),
  ];
  expect(problems(shop)).toEqual(found);
  // As in app.synth(), after which the reference renders to an output of the other stack.
  [shared, shop].forEach((stack) => {
    stack.prepareStack();
  });
  expect(problems(shop)).toEqual(found);
});

test("a principal of a class of the program's own is compared by its ids", () => {
  class Own extends Construct implements IAcrPrincipal {
    public readonly objectId = OBJECT_ID.toUpperCase();
    public readonly principalType = PrincipalType.SERVICE_PRINCIPAL;
  }
  const stack = newStack();
  const registry = byName(stack, "registry");
  registry.grantPull(byBothIds(stack, "one"));
  registry.grantPull(new Own(stack, "two"));
  expect(problems(stack)).toHaveLength(1);
});

test("a registry by the token of its id is one, wherever the token comes from", () => {
  const stack = newStack();
  const web = owned(stack, "web");
  const acr = new ContainerRegistry(stack, "acr", {
    name: new TerraformVariable(stack, "name", {}).stringValue,
    resourceGroupName: "rg",
    location: "westeurope",
    sku: "Basic",
  });
  AcrRegistry.fromAttributes(stack, "one", { registryId: acr.id }).grantPull(web);
  AcrRegistry.fromResource(stack, "two", acr).grantPull(web);
  expect(problems(stack)).toEqual([
    "[test/web/grant/path-two/AcrPull] principal: the same role, of the same principal, at the same scope, is assigned by test/web/grant/path-one/AcrPull too; Azure refuses the second one, refer to the principal, and to what it is let in to, once each and use those constructs for both grants",
  ]);
});

test("a role by two names or ids is one role", () => {
  const stack = newStack();
  const registry = byName(stack, "registry");
  const web = owned(stack, "web");
  registry.grantRole(web, AcrRole.named("Image Auditor"));
  registry.grantRole(web, AcrRole.named("image auditor"));
  expect(problems(stack)).toHaveLength(1);
});

test.each([
  ["principals", () => principalsGranted(owned, owned)],
  ["principals of which one is looked up", () => principalsGranted(byClientId, byObjectId)],
  ["registries", () => registriesGranted(byName, inOtherGroup)],
])("two %s are no duplicates", (_, granted) => {
  expect(granted()).toEqual([]);
});

test("two references are no mistake as long as they are granted different roles", () => {
  const stack = newStack();
  const registry = byName(stack, "registry");
  registry.grantPull(byObjectId(stack, "one"));
  registry.grant(byObjectId(stack, "two"), Access.PUSH);
  expect(problems(stack)).toEqual([]);
});

test("registries of one name in two subscriptions are two, when providers tell them apart", () => {
  const stack = newStack();
  const provider = new AzurermProvider(stack, "shared", { features: [{}], alias: "shared" });
  const web = owned(stack, "web");
  byName(stack, "one").grantPull(web);
  AcrRegistry.fromName(stack, "two", {
    registryName: "contosoShop",
    resourceGroupName: "rg-registry",
    provider,
  }).grantPull(web);
  expect(problems(stack)).toEqual([]);
});

test("duplicates in two stacks of an app are found", () => {
  const app = new App();
  for (const id of ["one", "two"]) {
    const stack = new TerraformStack(app, id);
    new AzurermProvider(stack, "azurerm", { features: [{}] });
    byId(stack, "registry").grantPull(byObjectId(stack, "team"));
  }
  expect(problems(app.node.findChild("two") as TerraformStack)).toEqual([
    expect.stringContaining(
      "is assigned by one/team/grant/registry-rg-registry-contososhop/AcrPull too",
    ),
  ]);
});

test("principals of one name in two stacks of an app are two, on one registry too", () => {
  const app = new App();
  for (const id of ["test", "prod"]) {
    const stack = new TerraformStack(app, id);
    byId(stack, "registry").grantPull(owned(stack, "web"));
    expect(problems(stack).filter((problem) => problem.includes("principal:"))).toEqual([]);
  }
});
