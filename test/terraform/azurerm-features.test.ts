import { App, TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AzurermProvider, AzurermProviderConfig } from "@cdktf/provider-azurerm/lib/provider";
import { AcrRegistry, AcrServicePrincipal } from "cdktf-acr-auth";
import { problems } from "../support/stack";

const withoutFeatures = {} as AzurermProviderConfig;

function stackWithGrants(): TerraformStack {
  const stack = new TerraformStack(new App(), "test");
  const registry = AcrRegistry.fromName(stack, "registry", {
    registryName: "contosoShop",
    resourceGroupName: "rg-registry",
  });
  registry.grantPull(new AcrServicePrincipal(stack, "web", { displayName: "web" }));
  registry.grantPull(new AcrServicePrincipal(stack, "api", { displayName: "api" }));
  return stack;
}

test("a stack without the azuread or azurerm provider is refused, naming both", () => {
  expect(problems(stackWithGrants())).toEqual([
    expect.stringMatching(/^\[test\] .* following providers: azurerm, azuread$/),
  ]);
});

test("an azurerm provider without features is reported once, with its path and the line to write", () => {
  const stack = stackWithGrants();
  new AzureadProvider(stack, "azuread");
  new AzurermProvider(stack, "azurerm", withoutFeatures);
  expect(problems(stack)).toEqual([
    expect.stringMatching(/^\[test\] features: .* "test\/azurerm" .*\{ features: \[\{\}\] \}/),
  ]);
});

test("every azurerm provider is looked at, those with an alias too", () => {
  const stack = stackWithGrants();
  new AzureadProvider(stack, "azuread");
  new AzurermProvider(stack, "azurerm", { features: [{}] });
  new AzurermProvider(stack, "shared", { ...withoutFeatures, alias: "shared" });
  expect(problems(stack)).toEqual([expect.stringContaining('"test/shared"')]);
});

test("features that come from an override count", () => {
  const stack = stackWithGrants();
  new AzureadProvider(stack, "azuread");
  new AzurermProvider(stack, "azurerm", withoutFeatures).addOverride("features", [{}]);
  expect(problems(stack)).toEqual([]);
});

test("an azurerm provider is named so that no terminal obeys its id", () => {
  const stack = stackWithGrants();
  new AzureadProvider(stack, "azuread");
  new AzurermProvider(stack, "azurerm\u001b[2J", withoutFeatures);
  expect(problems(stack)).toEqual([
    expect.stringContaining(String.raw`"test/azurerm\u001b[2J" has no features`),
  ]);
});
