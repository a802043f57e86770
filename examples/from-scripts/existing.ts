import { Construct } from "constructs";
import { App, TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { AcrRegistry, AcrServicePrincipal } from "cdktf-acr-auth";

// In place of a script that gives a role on a registry to a service principal which exists already.

class Existing extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AzureadProvider(this, "azuread");
    new AzurermProvider(this, "azurerm", { features: [{}] });

    const registry = AcrRegistry.fromName(this, "registry", {
      registryName: "contosoShop",
      resourceGroupName: "rg-registry",
    });
    const audit = AcrServicePrincipal.fromClientId(
      this,
      "audit",
      "6f3f7e4e-0000-4000-8000-000000000001",
    );
    registry.grantPull(audit);
  }
}

const app = new App();
new Existing(app, "existing");
app.synth();
