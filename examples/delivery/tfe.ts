import { Construct } from "constructs";
import { App, TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { TfeProvider } from "@cdktf/provider-tfe/lib/provider";
import { Workspace } from "@cdktf/provider-tfe/lib/workspace";
import { AcrRegistry, AcrServicePrincipal } from "cdktf-acr-auth";
import { HcpTerraformDelivery } from "cdktf-acr-auth/delivery/tfe";

// The runs of a workspace of HCP Terraform, whose docker or helm provider pulls by a client secret that no state has twice.

class HcpTerraformExample extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AzureadProvider(this, "azuread");
    new AzurermProvider(this, "azurerm", { features: [{}] });
    new TfeProvider(this, "tfe", { organization: "contoso" });

    const registry = AcrRegistry.fromName(this, "registry", {
      registryName: "contosoShop",
      resourceGroupName: "rg-registry",
    });
    const runs = new AcrServicePrincipal(this, "runs", { displayName: "contoso-runs" });
    registry.grantPull(runs);

    const workspace = new Workspace(this, "workspace", { name: "shop" });
    new HcpTerraformDelivery(this, "delivery", {
      servicePrincipal: runs,
      clientSecret: runs.addClientSecret("hcp-terraform"),
      registry,
      workspaceId: workspace.id,
      writeOnly: true,
    });
  }
}

const app = new App();
new HcpTerraformExample(app, "hcp-terraform");
app.synth();
