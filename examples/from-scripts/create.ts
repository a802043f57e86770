import { Construct } from "constructs";
import { App, TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { AcrRegistry, AcrServicePrincipal, ClientSecretOutputs } from "cdktf-acr-auth";

// In place of a script that creates a service principal, gives it a role on a registry and prints its password.

class Create extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AzureadProvider(this, "azuread");
    new AzurermProvider(this, "azurerm", { features: [{}] });

    const registry = AcrRegistry.fromName(this, "registry", {
      registryName: "contosoShop",
      resourceGroupName: "rg-registry",
    });
    const web = new AcrServicePrincipal(this, "web", { displayName: "contoso-web" });
    registry.grantPull(web);
    new ClientSecretOutputs(this, "web", web.addClientSecret("docker"));
  }
}

const app = new App();
new Create(app, "create");
app.synth();
