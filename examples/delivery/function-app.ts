import { Construct } from "constructs";
import { App, TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { LinuxFunctionApp } from "@cdktf/provider-azurerm/lib/linux-function-app";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { ServicePlan } from "@cdktf/provider-azurerm/lib/service-plan";
import { UserAssignedIdentity } from "@cdktf/provider-azurerm/lib/user-assigned-identity";
import { AcrPrincipal, AcrRegistry, PrincipalType, RegistryLogin } from "cdktf-acr-auth";

// A function app that pulls by a managed identity, by which it opens its storage, too: no secret exists.

const [RESOURCE_GROUP, LOCATION] = ["rg-registry", "westeurope"];

class FunctionAppExample extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AzureadProvider(this, "azuread");
    new AzurermProvider(this, "azurerm", { features: [{}] });

    const registry = AcrRegistry.fromName(this, "registry", {
      registryName: "contosoShop",
      resourceGroupName: RESOURCE_GROUP,
    });
    const place = { name: "contoso-jobs", resourceGroupName: RESOURCE_GROUP, location: LOCATION };
    const identity = new UserAssignedIdentity(this, "identity", place);
    const pull = registry.grantPull(
      AcrPrincipal.fromObjectId(this, "jobs_identity", {
        objectId: identity.principalId,
        principalType: PrincipalType.SERVICE_PRINCIPAL,
      }),
    );
    const plan = new ServicePlan(this, "plan", { ...place, osType: "Linux", skuName: "B1" });

    const jobs = new LinuxFunctionApp(this, "jobs", {
      ...place,
      servicePlanId: plan.id,
      storageAccountName: "contosojobs", // it is there, and the identity may use it
      storageUsesManagedIdentity: true,
      appSettings: { AzureWebJobsStorage__clientId: identity.clientId },
      ...RegistryLogin.byIdentity(identity, registry).linuxFunctionApp("team-a/jobs", "1.0"),
    });
    jobs.node.addDependency(pull); // it pulls when it is made
  }
}

const app = new App();
new FunctionAppExample(app, "function-app");
app.synth();
