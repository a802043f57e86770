import { App, TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { AcrRegistry, AcrServicePrincipal } from "cdktf-acr-auth";

/** Principals with a secret and a grant each, in the words of the library. */
export function withLibrary(app: App, count: number): void {
  const stack = new TerraformStack(app, "bench");
  new AzureadProvider(stack, "azuread");
  new AzurermProvider(stack, "azurerm", { features: [{}] });
  const registry = AcrRegistry.fromName(stack, "registry", {
    registryName: "contosoShop",
    resourceGroupName: "rg-registry",
  });
  for (let n = 0; n < count; n += 1) {
    const web = new AcrServicePrincipal(stack, `web${n}`, { displayName: `contoso-${n}` });
    registry.grantPull(web);
    web.addClientSecret("docker");
  }
}
