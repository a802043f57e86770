import { Construct } from "constructs";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { AcrRegistry, AcrServicePrincipal } from "cdktf-acr-auth";

// In place of a script that resets a password, on a day when somebody thinks of it: a secret which each apply
// renews where that is due, and whose old value goes on until the next rotation.

class Rotate extends TerraformStack {
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
    const secret = web.addClientSecret("docker", { rotationDays: 30 });
    new TerraformOutput(this, "password", { value: secret.value, sensitive: true });
    new TerraformOutput(this, "rotation", { value: secret.lifecycleReport });
  }
}

const app = new App();
new Rotate(app, "rotate");
app.synth();
