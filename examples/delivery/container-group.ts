import { Construct } from "constructs";
import { App, TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { ContainerGroup } from "@cdktf/provider-azurerm/lib/container-group";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { UserAssignedIdentity } from "@cdktf/provider-azurerm/lib/user-assigned-identity";
import { AcrPrincipal, AcrRegistry, PrincipalType, RegistryLogin } from "cdktf-acr-auth";

// A container group that pulls by a managed identity. By a client secret, each rotation would replace it.

const [RESOURCE_GROUP, LOCATION] = ["rg-registry", "westeurope"];

class ContainerGroupExample extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AzureadProvider(this, "azuread");
    new AzurermProvider(this, "azurerm", { features: [{}] });

    const registry = AcrRegistry.fromName(this, "registry", {
      registryName: "contosoShop",
      resourceGroupName: RESOURCE_GROUP,
    });
    const identity = new UserAssignedIdentity(this, "identity", {
      name: "shop-worker",
      resourceGroupName: RESOURCE_GROUP,
      location: LOCATION,
    });
    const pull = registry.grantPull(
      AcrPrincipal.fromObjectId(this, "worker_identity", {
        objectId: identity.principalId,
        principalType: PrincipalType.SERVICE_PRINCIPAL,
      }),
    );

    const worker = new ContainerGroup(this, "worker", {
      name: "shop-worker",
      resourceGroupName: RESOURCE_GROUP,
      location: LOCATION,
      osType: "Linux",
      ipAddressType: "None",
      container: [
        { name: "app", image: `${registry.loginServer}/team-a/app:1.0`, cpu: 0.5, memory: 1 },
      ],
      ...RegistryLogin.byIdentity(identity, registry).containerGroup(),
    });
    worker.node.addDependency(pull); // it pulls when it is made
  }
}

const app = new App();
new ContainerGroupExample(app, "container-group");
app.synth();
