import { App, TerraformStack } from "cdktf";
import { Application } from "@cdktf/provider-azuread/lib/application";
import { DataAzureadServicePrincipal } from "@cdktf/provider-azuread/lib/data-azuread-service-principal";
import { ServicePrincipal } from "@cdktf/provider-azuread/lib/service-principal";
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

test.each([
  ["client id", byClientId, byClientId],
  ["object id in other letters", byObjectId, byBothIds],
  ["client id and both ids", byClientId, byBothIds],
  ["client id and a look-up by it", byClientId, byDataOfClientId],
  ["one data source", byData, byData],
  ["the construct and its ids", byConstruct, byIdsOfConstruct],
  ["one application and its service principal", byApplication, byApplication],
])(
  "two references to one principal by %s are found, with both paths and the fix",
  (_, one, two) => {
    expect(principalsGranted(one, two)).toEqual([
      "[test/two/grant/registry-rg-registry-contososhop/AcrPull] principal: the same role, of the same principal, at the same scope, is assigned by test/one/grant/registry-rg-registry-contososhop/AcrPull too; Azure refuses the second one, refer to the principal and to the registry once each and use those constructs for both grants",
    ]);
  },
);

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
