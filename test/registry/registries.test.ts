import { Fn, TerraformStack } from "cdktf";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { AcrRegistries, AcrServicePrincipal, IAcrScope, PermissionsMode } from "cdktf-acr-auth";
import { newStack, problems, resources, warnings } from "../support/stack";

const SUBSCRIPTION = "00000000-0000-4000-8000-00000000000a";
const READER =
  "providers/Microsoft.Authorization/roleDefinitions/b93aa761-3e63-49ed-ac28-beffa264f7ac";

function assignment(stack: TerraformStack, registries: IAcrScope): Record<string, unknown> {
  registries.grantPull(new AcrServicePrincipal(stack, "web", { displayName: "web" }));
  const [found = {}] = resources(stack, "azurerm_role_assignment");
  return found;
}

const permissionsMode = PermissionsMode.ABAC;

test("the registries of a resource group are let in to by a role on the group, as Azure spells it", () => {
  const stack = newStack();
  const registries = AcrRegistries.inResourceGroup(stack, "all", {
    resourceGroupId: `/subscriptions/${SUBSCRIPTION}/resourcegroups/rg-registry`,
    permissionsMode,
  });
  expect(assignment(stack, registries)).toMatchObject({
    scope: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-registry`,
    role_definition_id: `/subscriptions/${SUBSCRIPTION}/${READER}`,
  });
});

test("the id of a resource group may be a token", () => {
  const stack = newStack();
  const group = new ResourceGroup(stack, "group", { name: "rg-registry", location: "westeurope" });
  const registries = AcrRegistries.inResourceGroup(stack, "all", {
    resourceGroupId: group.id,
    permissionsMode,
  });
  expect(assignment(stack, registries)).toMatchObject({
    scope: "${azurerm_resource_group.group.id}",
    role_definition_id: `/subscriptions/\${element(split("/", azurerm_resource_group.group.id), 2)}/${READER}`,
  });
});

test("the registries of a subscription are let in to by a role on the subscription", () => {
  const stack = newStack();
  const registries = AcrRegistries.inSubscription(stack, "all", {
    subscriptionId: SUBSCRIPTION,
    permissionsMode,
  });
  expect(assignment(stack, registries)).toMatchObject({
    scope: `/subscriptions/${SUBSCRIPTION}`,
    role_definition_id: `/subscriptions/${SUBSCRIPTION}/${READER}`,
  });
});

test("the id of a subscription may be a token", () => {
  const stack = newStack();
  const subscriptionId = Fn.lookup({ shop: SUBSCRIPTION }, "shop", "") as string;
  const registries = AcrRegistries.inSubscription(stack, "all", { subscriptionId });
  expect(assignment(stack, registries).scope).toMatch(/^\/subscriptions\/\$\{/);
  expect(problems(stack)).toEqual([]);
});

test("that all registries are reached, those of tomorrow too, is a warning", () => {
  const stack = newStack();
  AcrRegistries.inSubscription(stack, "all", { subscriptionId: SUBSCRIPTION });
  expect(warnings(stack)).toEqual([
    expect.stringMatching(/^Grants here reach every registry .*\[acr-auth:many-registries:/),
  ]);
});

test.each<[string, (stack: TerraformStack) => void, string]>([
  [
    "a name as the id of a resource group",
    (stack) => AcrRegistries.inResourceGroup(stack, "all", { resourceGroupId: "rg-registry" }),
    'resourceGroupId: "rg-registry" is not the resource id of a resource group; it reads /subscriptions/…/resourceGroups/…, as az group show',
  ],
  [
    "a resource id as the id of a subscription",
    (stack) =>
      AcrRegistries.inSubscription(stack, "all", {
        subscriptionId: `/subscriptions/${SUBSCRIPTION}`,
      }),
    `subscriptionId: "/subscriptions/${SUBSCRIPTION}" is not a UUID; give the id, as az account show prints it`,
  ],
])("%s is refused with the rule and the fix", (_, make, message) => {
  const stack = newStack();
  make(stack);
  expect(problems(stack)).toEqual([expect.stringContaining(`[test/all] ${message}`)]);
});
