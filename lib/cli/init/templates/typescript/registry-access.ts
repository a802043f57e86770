import { Construct } from "constructs";
import { TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import {
  AcrRegistry,
  AcrServicePrincipal,
  FederatedIdentity,
  PermissionsMode,
  ProviderVersions,
  Repositories,
} from "cdktf-acr-auth";

/** Who may do what on the registry. Registry, repositories and service principals are examples that the sandbox knows. */
export class RegistryAccess extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new AzureadProvider(this, "azuread");
    new AzurermProvider(this, "azurerm", {
      features: [{}],
      // Registering them takes Contributor on the subscription, and nothing here needs one.
      resourceProviderRegistrations: "none",
    });
    // Newer than what the provider packages were made from, which replaces a role assignment whose condition changes.
    ProviderVersions.use(this, ProviderVersions.NEWEST_TESTED);

    // Where Terraform keeps its state, in which the client secrets are in plain text: in a storage account that few
    // can read. Without a backend it is a file in this folder, which is enough to try things out and never for a
    // pipeline. The pipelines in this folder refuse to run without. Import AzurermBackend from "cdktf", and:
    //
    // new AzurermBackend(this, {
    //   resourceGroupName: "rg-terraform",
    //   storageAccountName: "contosoterraform",
    //   containerName: "state",
    //   key: "registry-access.tfstate",
    //   useAzureadAuth: true,
    // });

    const registry = AcrRegistry.fromName(this, "registry", {
      registryName: "contosoShop",
      resourceGroupName: "rg-registry",
      // az acr show --name contosoShop --query roleAssignmentMode
      permissionsMode: PermissionsMode.ABAC,
    });

    // The web application may pull. It proves itself with a client secret that rotates without downtime.
    const web = new AcrServicePrincipal(this, "web", { displayName: "contoso-web" });
    registry.grantPull(web);
    web.addClientSecret("docker", { rotationDays: 60 });

    // The build pipeline may push below team-a/. It proves itself with GitHub's own token: no secret exists.
    const build = new AcrServicePrincipal(this, "build", { displayName: "contoso-build" });
    registry.grantPush(build, { repositories: Repositories.withPrefix("team-a/") });
    build.addFederatedCredential(
      "github",
      FederatedIdentity.github({ repository: "contoso/shop", environment: "production" }),
    );
  }
}
