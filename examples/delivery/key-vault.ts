import { Construct } from "constructs";
import { App, TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { DataAzurermKeyVault } from "@cdktf/provider-azurerm/lib/data-azurerm-key-vault";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { UserAssignedIdentity } from "@cdktf/provider-azurerm/lib/user-assigned-identity";
import {
  AcrPrincipal,
  AcrRegistry,
  AcrServicePrincipal,
  KeyVaultDelivery,
  PrincipalType,
} from "cdktf-acr-auth";

// User name and password in a key vault, and one identity that may read these two secrets and no others of it.

class KeyVaultExample extends TerraformStack {
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

    const vault = new DataAzurermKeyVault(this, "vault", {
      name: "contoso-shop",
      resourceGroupName: "rg-registry",
    });
    const delivery = new KeyVaultDelivery(this, "delivery", {
      keyVaultId: vault.id,
      name: "contosoShop-pull", // contosoShop-pull-usr and contosoShop-pull-pwd
      clientSecret: web.addClientSecret("pull"),
    });

    const reader = new UserAssignedIdentity(this, "reader", {
      name: "shop-reader",
      resourceGroupName: "rg-registry",
      location: "westeurope",
    });
    delivery.grantRead(
      AcrPrincipal.fromObjectId(this, "reader_principal", {
        objectId: reader.principalId,
        principalType: PrincipalType.SERVICE_PRINCIPAL,
      }),
    );
  }
}

const app = new App();
new KeyVaultExample(app, "key-vault");
app.synth();
