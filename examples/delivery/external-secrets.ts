import { Construct } from "constructs";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { AcrRegistry, AcrServicePrincipal, ExternalSecretsPullSecret } from "cdktf-acr-auth";

// A pull secret that the External Secrets Operator makes in a cluster, as a token that lasts for hours: no client secret.

class ExternalSecretsExample extends TerraformStack {
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

    const { manifest } = new ExternalSecretsPullSecret(this, "operator", {
      servicePrincipal: web,
      registry,
      issuer: "https://westeurope.oic.prod-aks.azure.com/cluster/",
      namespace: "shop",
      serviceAccount: "registry-token",
      name: "registry",
    });
    // terraform output -raw manifest | kubectl apply --filename -
    new TerraformOutput(this, "manifest", { value: manifest });
  }
}

const app = new App();
new ExternalSecretsExample(app, "external-secrets");
app.synth();
