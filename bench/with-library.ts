import { App, TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { AcrRegistry, AcrServicePrincipal } from "cdktf-acr-auth";

/** Principals with a secret and a grant each, in the words of the library, from the nth on. */
export function withLibrary(app: App, count: number, from = 0): TerraformStack {
  const stack = new TerraformStack(app, "bench");
  new AzureadProvider(stack, "azuread");
  new AzurermProvider(stack, "azurerm", { features: [{}] });
  const registry = AcrRegistry.fromName(stack, "registry", {
    registryName: "contosoShop",
    resourceGroupName: "rg-registry",
  });
  for (let n = from; n < from + count; n += 1) {
    const web = new AcrServicePrincipal(stack, `web${n}`, { displayName: `contoso-${n}` });
    registry.grantPull(web);
    web.addClientSecret("docker");
  }
  return stack;
}
