import { App, LocalBackend, TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import {
  AcrRegistry,
  AcrServicePrincipal,
  ClientSecretOutputs,
  PermissionsMode,
  PrincipalBase,
  PrincipalType,
  Repositories,
} from "cdktf-acr-auth";

// Has a part of everything that goes wrong where two copies of cdktf meet.

const app = new App();
const stack = new TerraformStack(app, "shop");
new LocalBackend(stack, { path: "terraform.tfstate" });
new AzureadProvider(stack, "azuread");
new AzurermProvider(stack, "azurerm", { features: [{}] });

const registry = AcrRegistry.fromName(stack, "registry", {
  registryName: "contosoShop",
  resourceGroupName: "rg-registry",
  permissionsMode: PermissionsMode.ABAC,
});
const web = new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" });
const grant = registry.grantPull(web, { repositories: Repositories.withPrefix("team-a/") });
new ClientSecretOutputs(stack, "web_docker", web.addClientSecret("docker"));

const waiting = new ResourceGroup(stack, "waiting", { name: "rg-waiting", location: "westeurope" });
waiting.node.addDependency(grant);

// What the user's code is told that captures a stack inside our constructors, and what cdktf is told.
class OnDuty extends PrincipalBase {
  public readonly principalType = PrincipalType.USER;
  public readonly azureadProvider = undefined;
  public stack = "";

  public constructor() {
    super(stack, "on_duty");
  }

  public get objectId(): string {
    Error.captureStackTrace(this);
    return "6f3f7e4e-0000-4000-8000-000000000001";
  }
}
const onDuty = new OnDuty();
registry.grantPull(onDuty);
console.log(onDuty.stack.split("\n")[1]);
console.log(web.application.timeouts.creationStack[0]);

app.synth();
