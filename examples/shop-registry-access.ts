import { Construct } from "constructs";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import {
  AcrRegistry,
  AcrServicePrincipal,
  FederatedIdentity,
  PermissionsMode,
  Repositories,
} from "cdktf-acr-auth";

class ShopRegistryAccess extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AzureadProvider(this, "azuread");
    new AzurermProvider(this, "azurerm", { features: [{}] });

    const registry = AcrRegistry.fromName(this, "registry", {
      registryName: "contosoShop",
      resourceGroupName: "rg-registry",
      permissionsMode: PermissionsMode.ABAC,
    });

    // The web application may pull. It proves itself with a client secret that rotates without downtime.
    const web = new AcrServicePrincipal(this, "web", { displayName: "contoso-web" });
    registry.grantPull(web);
    const secret = web.addClientSecret("docker", { rotationDays: 60 });
    new TerraformOutput(this, "web_password", { value: secret.value, sensitive: true });

    // The build pipeline may push below team-a/. It proves itself with GitHub's own token: no secret exists.
    const build = new AcrServicePrincipal(this, "build", { displayName: "contoso-build" });
    registry.grantPush(build, { repositories: Repositories.withPrefix("team-a/") });
    build.addFederatedCredential(
      "github",
      FederatedIdentity.github({ repository: "contoso/shop", environment: "production" }),
    );

    // A service principal that someone else owns.
    const audit = AcrServicePrincipal.fromClientId(
      this,
      "audit",
      "6f3f7e4e-0000-4000-8000-000000000001",
    );
    registry.grantPull(audit);
  }
}

const app = new App();
new ShopRegistryAccess(app, "shop-registry-access");
app.synth();
