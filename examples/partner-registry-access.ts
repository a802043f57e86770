import { Construct } from "constructs";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { AcrRegistry, AcrServicePrincipal } from "cdktf-acr-auth";

// The registry is in this tenant, the application that pulls from it in that of a partner.
const REGISTRY_TENANT = "7e4a0000-0000-4000-8000-000000000001";
const PARTNER_TENANT = "00000000-0000-4000-8000-00000000000c";

class PartnerRegistryAccess extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const azuread = new AzureadProvider(this, "azuread", { tenantId: REGISTRY_TENANT });
    const partner = new AzureadProvider(this, "partner", {
      alias: "partner",
      tenantId: PARTNER_TENANT,
    });
    new AzurermProvider(this, "azurerm", { features: [{}], tenantId: REGISTRY_TENANT });

    const registry = AcrRegistry.fromName(this, "registry", {
      registryName: "contosoShop",
      resourceGroupName: "rg-registry",
    });

    // One multitenant application of the partner, with its service principal beside the registry.
    const pull = new AcrServicePrincipal(this, "pull", {
      displayName: "partner-pull",
      provider: partner,
      servicePrincipalProvider: azuread,
    });
    registry.grantPull(pull);
    const secret = pull.addClientSecret("docker");

    new TerraformOutput(this, "login_server", { value: registry.loginServer });
    new TerraformOutput(this, "username", { value: secret.username });
    new TerraformOutput(this, "password", { value: secret.value, sensitive: true });
  }
}

const app = new App();
new PartnerRegistryAccess(app, "partner-registry-access");
app.synth();
