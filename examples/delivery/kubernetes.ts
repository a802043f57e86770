import { Construct } from "constructs";
import { App, TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import { AcrRegistry, AcrServicePrincipal, DockerConfig } from "cdktf-acr-auth";
import { KubernetesPullSecret } from "cdktf-acr-auth/delivery/kubernetes";

// A pull secret in a namespace of a cluster that has no managed identity to pull with, for all pods of an account.

class KubernetesExample extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AzureadProvider(this, "azuread");
    new AzurermProvider(this, "azurerm", { features: [{}] });
    new KubernetesProvider(this, "kubernetes", { configPath: "~/.kube/config" });

    const registry = AcrRegistry.fromName(this, "registry", {
      registryName: "contosoShop",
      resourceGroupName: "rg-registry",
    });
    const web = new AcrServicePrincipal(this, "web", { displayName: "contoso-web" });
    registry.grantPull(web);

    const { metadata } = new NamespaceV1(this, "shop", { metadata: { name: "shop" } });
    const pullSecret = new KubernetesPullSecret(this, "pull_secret", {
      dockerConfig: DockerConfig.of(web.addClientSecret("pull"), registry),
      name: "registry",
      namespaces: [metadata.name],
    });
    pullSecret.attachTo(
      new ServiceAccountV1(this, "account", {
        metadata: { name: "web", namespace: metadata.name },
      }),
    );
  }
}

const app = new App();
new KubernetesExample(app, "kubernetes");
app.synth();
