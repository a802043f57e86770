import { Construct } from "constructs";
import { App, TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { GithubProvider } from "@cdktf/provider-github/lib/provider";
import { AcrRegistry, AcrServicePrincipal, FederatedIdentity } from "cdktf-acr-auth";
import { GitHubActionsDelivery } from "cdktf-acr-auth/delivery/github";

// Workflows that push by a token of their own, and others, whose client can't do that, that pull by a client secret.

class GitHubExample extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AzureadProvider(this, "azuread");
    new AzurermProvider(this, "azurerm", { features: [{}] });
    new GithubProvider(this, "github", { owner: "contoso" });

    const registry = AcrRegistry.fromName(this, "registry", {
      registryName: "contosoShop",
      resourceGroupName: "rg-registry",
    });
    const build = new AcrServicePrincipal(this, "build", { displayName: "contoso-build" });
    registry.grantPush(build);
    build.addFederatedCredential(
      "github",
      FederatedIdentity.github({ repository: "contoso/shop", environment: "production" }),
    );
    new GitHubActionsDelivery(this, "pushing", {
      servicePrincipal: build,
      registry,
      repository: "shop",
      environment: "production",
    });

    const scan = new AcrServicePrincipal(this, "scan", { displayName: "contoso-scan" });
    registry.grantPull(scan);
    new GitHubActionsDelivery(this, "scanning", {
      servicePrincipal: scan,
      clientSecret: scan.addClientSecret("github"),
      registry,
      repository: "image-scanner",
    });
  }
}

const app = new App();
new GitHubExample(app, "github");
app.synth();
