import { createHash } from "node:crypto";
import { startSandbox, type Sandbox } from "../../sandbox/client";
import { Workspace } from "./workspace";
import { testWithTerraform } from "../support/with-terraform";

jest.setTimeout(60_000);

const SAMPLE = `
variable "period" { default = 1 }
data "azuread_client_config" "current" {}
data "azurerm_container_registry" "shop" {
  name                = "contosoShop"
  resource_group_name = "rg-registry"
}
data "azuread_service_principal" "audit" {
  client_id = "6f3f7e4e-0000-4000-8000-000000000001"
}
resource "azuread_application" "web" {
  display_name            = "contoso-web"
  owners                  = [data.azuread_client_config.current.object_id]
  prevent_duplicate_names = true
}
resource "azuread_service_principal" "web" {
  client_id = azuread_application.web.client_id
  owners    = [data.azuread_client_config.current.object_id]
}
resource "azuread_application_password" "docker" {
  application_id      = azuread_application.web.id
  display_name        = "docker"
  end_date            = "2027-06-01T00:00:00Z"
  rotate_when_changed = { period = var.period }
}
resource "azuread_application_federated_identity_credential" "github" {
  application_id = azuread_application.web.id
  display_name   = "github"
  audiences      = ["api://AzureADTokenExchange"]
  issuer         = "https://token.actions.githubusercontent.com"
  subject        = "repo:contoso/shop:environment:production"
}
resource "azurerm_role_assignment" "web" {
  scope                = data.azurerm_container_registry.shop.id
  principal_id         = azuread_service_principal.web.object_id
  principal_type       = "ServicePrincipal"
  role_definition_name = "Container Registry Repository Reader"
}
resource "azurerm_role_assignment" "audit" {
  scope                = data.azurerm_container_registry.shop.id
  principal_id         = data.azuread_service_principal.audit.object_id
  role_definition_name = "Container Registry Repository Reader"
}
output "password" {
  value     = azuread_application_password.docker.value
  sensitive = true
}
`;

interface PlanJson {
  resource_changes: {
    address: string;
    change: { actions: string[]; replace_paths?: string[][] };
  }[];
}

let sandbox: Sandbox;
let workspace: Workspace;

beforeAll(async () => {
  sandbox = await startSandbox({ now: "2027-01-01T00:00:00Z" });
});

afterEach(async () => {
  workspace.remove();
  await sandbox.reset();
});

afterAll(() => sandbox.stop());

async function applied(hcl: string): Promise<void> {
  workspace = new Workspace(sandbox, hcl);
  await workspace.succeed("init");
  await workspace.succeed("apply", "-auto-approve");
}

async function changes(...args: string[]): Promise<PlanJson["resource_changes"]> {
  await workspace.succeed("plan", "-out=plan", ...args);
  const plan = JSON.parse(await workspace.succeed("show", "-json", "plan")) as PlanJson;
  return plan.resource_changes.filter(
    ({ change }) => !["no-op", "read"].includes(change.actions[0] ?? ""),
  );
}

testWithTerraform(
  "a program is validated, planned, applied, planned again without changes, and destroyed without a trace",
  async () => {
    const before = await sandbox.dump();
    workspace = new Workspace(sandbox, SAMPLE);
    await workspace.succeed("init");
    await workspace.succeed("validate");
    expect((await workspace.run("plan", "-detailed-exitcode")).code).toBe(2);
    await workspace.succeed("apply", "-auto-approve");
    expect((await workspace.run("plan", "-detailed-exitcode")).code).toBe(0);
    await workspace.succeed("destroy", "-auto-approve");
    const after = await sandbox.dump();
    expect(after.subscriptions).toEqual(before.subscriptions);
    expect(Object.values(after.tenants)[0]).toMatchObject({
      applications: [],
      deletedItems: [{}, {}],
    });
  },
);

testWithTerraform("a changed trigger replaces the password and nothing else", async () => {
  await applied(SAMPLE);
  expect(await changes("-var", "period=2")).toMatchObject([
    {
      address: "azuread_application_password.docker",
      change: { actions: ["delete", "create"], replace_paths: [["rotate_when_changed"]] },
    },
  ]);
});

testWithTerraform(
  "the password in the state is the one in the cloud, and the plan hides it",
  async () => {
    await applied(SAMPLE);
    const password = await workspace.succeed("output", "-raw", "password");
    const [tenant] = Object.values((await sandbox.dump()).tenants);
    const secretSha256 = createHash("sha256").update(password).digest("hex");
    expect(tenant?.applications[0]?.passwords).toMatchObject([{ secretSha256 }]);
    expect(JSON.stringify([await sandbox.dump(), await sandbox.log()])).not.toContain(password);
    expect(await workspace.succeed("show")).not.toContain(password);
  },
);

testWithTerraform(
  "an output of a password that is not marked as sensitive is refused",
  async () => {
    workspace = new Workspace(sandbox, SAMPLE.replace("sensitive = true", ""));
    await workspace.succeed("init");
    expect((await workspace.run("plan")).stderr).toContain("Output refers to sensitive values");
  },
);

testWithTerraform("another caller plans to change the owners that name the caller", async () => {
  await applied(SAMPLE);
  await sandbox.setCaller({
    objectId: "0ca11e00-0000-4000-8000-00000000000a",
    clientId: "0ca11e00-0000-4000-8000-00000000000b",
  });
  expect(await changes()).toMatchObject([
    { address: "azuread_application.web", change: { actions: ["update"] } },
    { address: "azuread_service_principal.web", change: { actions: ["update"] } },
  ]);
});

testWithTerraform("the end date is judged by the time that the sandbox was told", async () => {
  await sandbox.setNow("2028-01-01T00:00:00Z");
  workspace = new Workspace(sandbox, SAMPLE);
  await workspace.succeed("init");
  const { code, stderr } = await workspace.run("apply", "-auto-approve");
  expect(code).toBe(1);
  expect(stderr).toContain("KeyCredentialsInvalidEndDate");
  expect(stderr).toContain('resource "azuread_application_password" "docker"');
});

testWithTerraform("each alias of a provider has a tenant of its own", async () => {
  await applied(`
    provider "azuread" {
      alias     = "partner"
      tenant_id = "7e4a0000-0000-4000-8000-00000000000b"
    }
    data "azuread_client_config" "home" {}
    data "azuread_client_config" "partner" { provider = azuread.partner }
    output "tenants" {
      value = "\${data.azuread_client_config.home.tenant_id} \${data.azuread_client_config.partner.tenant_id}"
    }
  `);
  expect(await workspace.succeed("output", "-raw", "tenants")).toBe(
    "7e4a0000-0000-4000-8000-000000000001 7e4a0000-0000-4000-8000-00000000000b",
  );
});

testWithTerraform(
  "a subscription that is not in the seed is refused when the provider is configured",
  async () => {
    workspace = new Workspace(
      sandbox,
      `
    provider "azurerm" {
      alias           = "other"
      subscription_id = "5b5c0000-0000-4000-8000-00000000000b"
      features {}
    }
    resource "azurerm_resource_group" "rg" {
      provider = azurerm.other
      name     = "rg"
      location = "westeurope"
    }`,
    );
    await workspace.succeed("init");
    expect((await workspace.run("plan")).stderr).toContain("SubscriptionNotFound");
  },
);

testWithTerraform(
  "an application is imported as it is, and one that is not there is not",
  async () => {
    await applied(`resource "azuread_application" "web" { display_name = "web" }`);
    const [tenant] = Object.values((await sandbox.dump()).tenants);
    const objectId = tenant?.applications[0]?.objectId ?? "";
    await workspace.succeed("state", "rm", "azuread_application.web");
    await workspace.succeed("import", "azuread_application.web", `/applications/${objectId}`);
    expect((await workspace.run("plan", "-detailed-exitcode")).code).toBe(0);
    await workspace.succeed("state", "rm", "azuread_application.web");
    const nobody = "/applications/0badcafe-0000-4000-8000-000000000001";
    const { stderr } = await workspace.run("import", "azuread_application.web", nobody);
    expect(stderr).toContain("Cannot import non-existent remote object");
  },
);
