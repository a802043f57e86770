import { App, TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { AcrRegistry, AcrServicePrincipal } from "cdktf-acr-auth";
import { problems } from "../support/stack";

function problemsWith(azuread?: string, azurerm?: string): string[] {
  const stack = new TerraformStack(new App(), "test");
  const registry = AcrRegistry.fromName(stack, "registry", {
    registryName: "contosoShop",
    resourceGroupName: "rg-registry",
  });
  for (const id of ["web", "build"]) {
    registry.grantPull(new AcrServicePrincipal(stack, id, { displayName: id }));
  }
  new AzureadProvider(stack, "azuread", { environment: azuread });
  new AzurermProvider(stack, "azurerm", { features: [{}], environment: azurerm });
  return problems(stack);
}

test.each([
  [undefined, undefined],
  ["global", "public"],
  ["usgovernmentl5", "usgovernment"],
  ["dod", "usgovernment"],
  ["china", "china"],
  // ARM_ENVIRONMENT may say the same.
  ["china", undefined],
  [undefined, "usgovernment"],
  // A word that is not known here may be one of a newer provider.
  ["elsewhere", "public"],
])("providers of the environments %s and %s are in one cloud", (azuread, azurerm) => {
  expect(problemsWith(azuread, azurerm)).toEqual([]);
});

test.each([
  ["public", "usgovernment", "public", "usgovernment"],
  ["dod", "public", "usgovernment", "public"],
  ["usgovernment", "China", "usgovernment", "china"],
])("%s and %s are different clouds, which is refused once", (azuread, azurerm, one, other) => {
  expect(problemsWith(azuread, azurerm)).toEqual([
    `[test] environment: the azuread provider is in the cloud ${one} and the azurerm provider in ${other}; nothing reaches from one cloud into another, write the same environment for both`,
  ]);
});
