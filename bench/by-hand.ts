import {
  App,
  Fn,
  ITerraformDependable,
  Postcondition,
  TerraformLocal,
  TerraformResource,
  TerraformStack,
} from "cdktf";
import { Application } from "@cdktf/provider-azuread/lib/application";
import { ApplicationPasswordA } from "@cdktf/provider-azuread/lib/application-password";
import { DataAzureadClientConfig } from "@cdktf/provider-azuread/lib/data-azuread-client-config";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { ServicePrincipal } from "@cdktf/provider-azuread/lib/service-principal";
import { DataAzurermContainerRegistry } from "@cdktf/provider-azurerm/lib/data-azurerm-container-registry";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";

/** terraform_data, as somebody would write it who must synthesize without a terraform binary. */
class Remembered extends TerraformResource {
  public constructor(
    scope: TerraformStack,
    id: string,
    private readonly input: string,
    private readonly generation?: number,
    dependsOn?: ITerraformDependable[],
    postcondition?: Postcondition[],
  ) {
    super(scope, id, {
      terraformResourceType: "terraform_data",
      dependsOn,
      lifecycle: { ignoreChanges: ["input"], postcondition },
    });
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { input: this.input, triggers_replace: this.generation };
  }
}

/** The Terraform resources that the library makes, written with the provider classes alone. */
export function byHand(app: App, count: number): void {
  const stack = new TerraformStack(app, "bench");
  new AzureadProvider(stack, "azuread");
  new AzurermProvider(stack, "azurerm", { features: [{}] });
  const registry = new DataAzurermContainerRegistry(stack, "registry", {
    name: "contosoShop",
    resourceGroupName: "rg-registry",
  });
  const deployer = new DataAzureadClientConfig(stack, "deployer", {});
  new TerraformLocal(stack, "now", Fn.plantimestamp());
  const subscription = Fn.element(Fn.split("/", registry.id), 2) as string;

  for (let n = 0; n < count; n += 1) {
    const remembered = new Remembered(stack, `deployer${n}`, deployer.objectId);
    const owners = [`\${${remembered.fqn}.output}`];
    const application = new Application(stack, `app${n}`, {
      displayName: `contoso-${n}`,
      owners,
      preventDuplicateNames: true,
    });
    const servicePrincipal = new ServicePrincipal(stack, `sp${n}`, {
      clientId: application.clientId,
      owners,
    });
    new TerraformLocal(
      stack,
      `stagger${n}`,
      `\${parseint(substr(split("/", azuread_application.app${n}.id)[2], 0, 7), 16) % 60}`,
    );
    new TerraformLocal(
      stack,
      `period${n}`,
      `\${floor((local.second - 1704067200 - 86400 * local.stagger${n}) / 5184000)}`,
    );
    const slots = [
      ["a", `(floor((local.period${n} / 2)) * 2)`],
      ["b", `((floor(((local.period${n} - 1) / 2)) * 2) + 1)`],
    ].map(
      ([slot = "", madeIn = ""]) =>
        new ApplicationPasswordA(stack, `docker-${slot}${n}`, {
          applicationId: application.id,
          displayName: `docker-${slot}`,
          endDate: `\${timeadd("2024-01-01T00:00:00Z", "\${((${madeIn} * 1440) + 3600 + 24 * local.stagger${n})}h")}`,
          rotateWhenChanged: { period: `\${${madeIn}}`, generation: "0" },
          lifecycle: { createBeforeDestroy: true, ignoreChanges: ["display_name", "end_date"] },
        }),
    );
    new Remembered(stack, `schedule${n}`, "rotationDays: 60", 0, slots, [
      {
        condition: '${self.input == "rotationDays: 60"}',
        errorMessage: "This client secret was made with ${self.input}, and would be replaced.",
      },
    ]);
    new RoleAssignment(stack, `pull${n}`, {
      scope: registry.id,
      roleDefinitionId: `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleDefinitions/7f951dda-4ed3-4680-a7ca-43fe172d538d`,
      principalId: servicePrincipal.objectId,
      principalType: "ServicePrincipal",
      timeouts: { create: "10m" },
    });
  }
}
