import { TerraformOutput, TerraformStack } from "cdktf";
import { Application } from "@cdktf/provider-azuread/lib/application";
import { ApplicationPasswordA } from "@cdktf/provider-azuread/lib/application-password";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { ServicePrincipal } from "@cdktf/provider-azuread/lib/service-principal";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import type { Construct } from "constructs";

const SUBSCRIPTION = "/subscriptions/5b5c0000-0000-4000-8000-000000000001";
const READ = "Microsoft.ContainerRegistry/registries/repositories/content/read";
const NAME = "@Request[Microsoft.ContainerRegistry/registries/repositories:name]";

/** The stack that the README's test is of: web pulls from the repositories of team-a, by a secret that rotates in 60 days. */
export class ShopAccess extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AzureadProvider(this, "azuread");
    new AzurermProvider(this, "azurerm", {
      features: [{}],
      resourceProviderRegistrations: "none",
    });
    const application = new Application(this, "web", { displayName: "web" });
    const { objectId } = new ServicePrincipal(this, "principal", {
      clientId: application.clientId,
    });
    // The period counts the sixty days in which the plan is made from the beginning of 2027 on.
    const period =
      '${length([for days in range(0, 720, 60) : days if timecmp(timeadd("2027-01-01T00:00:00Z", "${days * 24}h"), plantimestamp()) <= 0])}';
    const secret = new ApplicationPasswordA(this, "secret", {
      applicationId: application.id,
      endDate: "2028-12-31T00:00:00Z",
      rotateWhenChanged: { period },
    });
    new RoleAssignment(this, "pull", {
      scope: `${SUBSCRIPTION}/resourceGroups/rg-registry/providers/Microsoft.ContainerRegistry/registries/contosoShop`,
      roleDefinitionId: `${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/b93aa761-3e63-49ed-ac28-beffa264f7ac`,
      principalId: objectId,
      principalType: "ServicePrincipal",
      condition: `((!(ActionMatches{'${READ}'})) OR (${NAME} StringStartsWithIgnoreCase 'team-a/'))`,
      conditionVersion: "2.0",
    });
    new TerraformOutput(this, "password", { value: secret.value, sensitive: true });
  }
}
