import { Construct } from "constructs";
import { App, TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { AcrRegistry, AcrServicePrincipal } from "cdktf-acr-auth";

// In place of scripts that delete a password, a role assignment or a service principal: each of these applications
// loses something, and none of the others notices.

class Revoke extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AzureadProvider(this, "azuread");
    new AzurermProvider(this, "azurerm", { features: [{}] });

    const registry = AcrRegistry.fromName(this, "registry", {
      registryName: "contosoShop",
      resourceGroupName: "rg-registry",
    });

    // The password of slot b has leaked: the next apply replaces it, and it alone.
    const web = new AcrServicePrincipal(this, "web", { displayName: "contoso-web" });
    registry.grantPull(web);
    web.addClientSecret("docker", { slotGeneration: { b: 1 } });

    // Nobody knows what has leaked: the next apply replaces both slots.
    const jobs = new AcrServicePrincipal(this, "jobs", { displayName: "contoso-jobs" });
    registry.grantPull(jobs);
    jobs.addClientSecret("docker", { generation: 1 });

    // It is abused: whatever it proves itself with is refused, until this is true again.
    const build = new AcrServicePrincipal(this, "build", {
      displayName: "contoso-build",
      accountEnabled: false,
    });
    registry.grantPush(build);
    build.addClientSecret("docker");

    // It needs the registry no more: the grant is gone from here, and so is its role.
    const audit = new AcrServicePrincipal(this, "audit", { displayName: "contoso-audit-2" });
    audit.addClientSecret("docker");
  }
}

const app = new App();
new Revoke(app, "revoke");
app.synth();
