import { Construct } from "constructs";
import { App, TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { GitlabProvider } from "@cdktf/provider-gitlab/lib/provider";
import { AcrRegistry, AcrServicePrincipal, FederatedIdentity } from "cdktf-acr-auth";
import { GitLabDelivery } from "cdktf-acr-auth/delivery/gitlab";

// Jobs that push by a token of their own, and those of all projects of a group that pull by a client secret.

class GitLabExample extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AzureadProvider(this, "azuread");
    new AzurermProvider(this, "azurerm", { features: [{}] });
    new GitlabProvider(this, "gitlab");

    const registry = AcrRegistry.fromName(this, "registry", {
      registryName: "contosoShop",
      resourceGroupName: "rg-registry",
    });
    const build = new AcrServicePrincipal(this, "build", { displayName: "contoso-build" });
    registry.grantPush(build);
    build.addFederatedCredential(
      "gitlab",
      FederatedIdentity.gitlab({ projectPath: "contoso/shop", branch: "main" }),
    );
    new GitLabDelivery(this, "pushing", {
      servicePrincipal: build,
      registry,
      project: "contoso/shop",
    });

    const test = new AcrServicePrincipal(this, "test", { displayName: "contoso-test" });
    registry.grantPull(test);
    new GitLabDelivery(this, "testing", {
      servicePrincipal: test,
      clientSecret: test.addClientSecret("gitlab"),
      registry,
      group: "contoso",
      prefix: "TEST",
      protected: false, // for merge requests, too
    });
  }
}

const app = new App();
new GitLabExample(app, "gitlab");
app.synth();
