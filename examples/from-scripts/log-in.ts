import { Construct } from "constructs";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import {
  AcrRegistry,
  AcrServicePrincipal,
  ClientSecretOutputs,
  DockerConfig,
  FederatedIdentity,
  ServicePrincipalOutputs,
} from "cdktf-acr-auth";

// In place of scripts that log in by a password on the command line: what `docker login`, a file of docker's and a
// pipeline without any secret need.

class LogIn extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AzureadProvider(this, "azuread");
    new AzurermProvider(this, "azurerm", { features: [{}] });

    const registry = AcrRegistry.fromName(this, "registry", {
      registryName: "contosoShop",
      resourceGroupName: "rg-registry",
    });
    const registries = [registry];

    const web = new AcrServicePrincipal(this, "web", { displayName: "contoso-web" });
    registry.grantPull(web);
    const secret = web.addClientSecret("docker");
    new ClientSecretOutputs(this, "web", secret, { registries });
    new TerraformOutput(this, "docker_config", {
      value: DockerConfig.of(secret, registry).json,
      sensitive: true,
    });

    const build = new AcrServicePrincipal(this, "build", { displayName: "contoso-build" });
    registry.grantPush(build);
    build.addFederatedCredential(
      "github",
      FederatedIdentity.github({ repository: "contoso/shop", environment: "production" }),
    );
    new ServicePrincipalOutputs(this, "build", build, { registries });
  }
}

const app = new App();
new LogIn(app, "log-in");
app.synth();
