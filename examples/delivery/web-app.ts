import { Construct } from "constructs";
import { App, TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { LinuxWebApp } from "@cdktf/provider-azurerm/lib/linux-web-app";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { ServicePlan } from "@cdktf/provider-azurerm/lib/service-plan";
import { AcrRegistry, AcrServicePrincipal, RegistryLogin } from "cdktf-acr-auth";

// A web app that pulls by a client secret: each rotation changes its settings in place.

const [RESOURCE_GROUP, LOCATION] = ["rg-registry", "westeurope"];

class WebAppExample extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AzureadProvider(this, "azuread");
    new AzurermProvider(this, "azurerm", { features: [{}] });

    const registry = AcrRegistry.fromName(this, "registry", {
      registryName: "contosoShop",
      resourceGroupName: RESOURCE_GROUP,
    });
    const puller = new AcrServicePrincipal(this, "site", { displayName: "contoso-site" });
    const pull = registry.grantPull(puller);
    const plan = new ServicePlan(this, "plan", {
      name: "shop",
      resourceGroupName: RESOURCE_GROUP,
      location: LOCATION,
      osType: "Linux",
      skuName: "B1",
    });

    const site = new LinuxWebApp(this, "app", {
      name: "contoso-shop",
      resourceGroupName: RESOURCE_GROUP,
      location: LOCATION,
      servicePlanId: plan.id,
      httpsOnly: true,
      ...RegistryLogin.bySecret(puller.addClientSecret("site"), registry).linuxWebApp(
        "team-a/app:1.0",
      ),
    });
    site.node.addDependency(pull); // it pulls when it is made
  }
}

const app = new App();
new WebAppExample(app, "web-app");
app.synth();
