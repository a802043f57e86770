import { Construct } from "constructs";
import { App, TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { DataAzurermKeyVault } from "@cdktf/provider-azurerm/lib/data-azurerm-key-vault";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import {
  AcrRegistry,
  AcrServicePrincipal,
  FederatedIdentity,
  KeyVaultDelivery,
} from "cdktf-acr-auth";

// A pipeline that pushes by a service connection without a secret, and reads what another client logs in by in a key vault.

class AzurePipelinesExample extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AzureadProvider(this, "azuread");
    new AzurermProvider(this, "azurerm", { features: [{}] });

    const registry = AcrRegistry.fromName(this, "registry", {
      registryName: "contosoShop",
      resourceGroupName: "rg-registry",
    });
    const build = new AcrServicePrincipal(this, "build", { displayName: "contoso-build" });
    registry.grantPush(build);
    // Azure DevOps shows the ids of a service connection with workload identity federation.
    build.addFederatedCredential(
      "azure-devops",
      FederatedIdentity.azureDevOps({
        organizationId: "00000000-0000-4000-8000-00000000000d",
        tenantId: "00000000-0000-4000-8000-00000000000b",
        serviceConnectionId: "00000000-0000-4000-8000-00000000000e",
      }),
    );

    const scan = new AcrServicePrincipal(this, "scan", { displayName: "contoso-scan" });
    registry.grantPull(scan);
    const vault = new DataAzurermKeyVault(this, "vault", {
      name: "contoso-shop",
      resourceGroupName: "rg-registry",
    });
    const delivery = new KeyVaultDelivery(this, "delivery", {
      keyVaultId: vault.id,
      name: "scan",
      clientSecret: scan.addClientSecret("pipelines"),
    });
    delivery.grantRead(build);
  }
}

const app = new App();
new AzurePipelinesExample(app, "azure-pipelines");
app.synth();
