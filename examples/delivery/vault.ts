import { Construct } from "constructs";
import { App, TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { Mount } from "@cdktf/provider-vault/lib/mount";
import { VaultProvider } from "@cdktf/provider-vault/lib/provider";
import { AcrRegistry, AcrServicePrincipal } from "cdktf-acr-auth";
import { VaultDelivery } from "cdktf-acr-auth/delivery/vault";

// User name, password and login server in Vault, for whatever reads them there.

class VaultExample extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AzureadProvider(this, "azuread");
    new AzurermProvider(this, "azurerm", { features: [{}] });
    new VaultProvider(this, "vault");

    const registry = AcrRegistry.fromName(this, "registry", {
      registryName: "contosoShop",
      resourceGroupName: "rg-registry",
    });
    const web = new AcrServicePrincipal(this, "web", { displayName: "contoso-web" });
    registry.grantPull(web);

    const { path: mount } = new Mount(this, "mount", {
      path: "shop",
      type: "kv",
      options: { version: "2" },
    });
    new VaultDelivery(this, "delivery", {
      clientSecret: web.addClientSecret("vault"),
      registry,
      mount,
      name: "registry",
    });
  }
}

const app = new App();
new VaultExample(app, "vault");
app.synth();
