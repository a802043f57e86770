import { Construct } from "constructs";
import { App, TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { ContainerApp } from "@cdktf/provider-azurerm/lib/container-app";
import { ContainerAppEnvironment } from "@cdktf/provider-azurerm/lib/container-app-environment";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { AcrRegistry, AcrServicePrincipal, RegistryLogin } from "cdktf-acr-auth";

// A container app that pulls by a client secret: each rotation changes its secret in place.

const [RESOURCE_GROUP, LOCATION] = ["rg-registry", "westeurope"];

class ContainerAppExample extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AzureadProvider(this, "azuread");
    new AzurermProvider(this, "azurerm", { features: [{}] });

    const registry = AcrRegistry.fromName(this, "registry", {
      registryName: "contosoShop",
      resourceGroupName: RESOURCE_GROUP,
    });
    const puller = new AcrServicePrincipal(this, "api", { displayName: "contoso-api" });
    const pull = registry.grantPull(puller);
    const environment = new ContainerAppEnvironment(this, "environment", {
      name: "shop",
      resourceGroupName: RESOURCE_GROUP,
      location: LOCATION,
    });

    const api = new ContainerApp(this, "app", {
      name: "shop-api",
      resourceGroupName: RESOURCE_GROUP,
      containerAppEnvironmentId: environment.id,
      revisionMode: "Single",
      template: {
        container: [
          { name: "app", image: `${registry.loginServer}/team-a/app:1.0`, cpu: 0.5, memory: "1Gi" },
        ],
      },
      ...RegistryLogin.bySecret(puller.addClientSecret("api"), registry).containerApp(),
    });
    api.node.addDependency(pull); // it pulls when it is made
  }
}

const app = new App();
new ContainerAppExample(app, "container-app");
app.synth();
