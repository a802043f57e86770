import { createHash } from "node:crypto";
import { Sandbox } from "../lib";
import { testWithTerraform } from "./with-terraform";
import { Workspace } from "./workspace";

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
  sandbox = await Sandbox.start({ now: "2027-01-01T00:00:00Z" });
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
  await sandbox.travel({ to: "2028-01-01T00:00:00Z" });
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
  "another tenant gets a service principal of a multitenant application only",
  async () => {
    await applied(`
      provider "azuread" {
        alias     = "partner"
        tenant_id = "7e4a0000-0000-4000-8000-00000000000b"
      }
      variable "audience" { default = "AzureADMultipleOrgs" }
      resource "azuread_application" "web" {
        display_name     = "web"
        sign_in_audience = var.audience
      }
      resource "azuread_service_principal" "partner" {
        provider  = azuread.partner
        client_id = azuread_application.web.client_id
      }`);
    const guests = (await sandbox.dump()).tenants["7e4a0000-0000-4000-8000-00000000000b"];
    expect(guests?.servicePrincipals).toMatchObject([
      { displayName: "web", applicationTenantId: "7e4a0000-0000-4000-8000-000000000001" },
    ]);
    await workspace.succeed("destroy", "-auto-approve");
    const { stderr } = await workspace.run("apply", "-auto-approve", "-var=audience=AzureADMyOrg");
    expect(stderr).toContain("Could not create service principal");
  },
);

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

const REGISTRY_ID =
  "/subscriptions/5b5c0000-0000-4000-8000-000000000001/resourceGroups/rg-registry/providers/Microsoft.ContainerRegistry/registries/contosoShop";

testWithTerraform("import blocks take over what exists, and leave nothing to change", async () => {
  const application = `
    resource "azuread_application" "web" {
      display_name = "web"
    }`;
  const principal = `
    resource "azuread_service_principal" "web" {
      client_id = azuread_application.web.client_id
    }`;
  const assignment = (timeouts = ""): string => `
    resource "azurerm_role_assignment" "web" {
      scope                = "${REGISTRY_ID}"
      principal_id         = azuread_service_principal.web.object_id
      principal_type       = "ServicePrincipal"
      role_definition_name = "AcrPull"
      ${timeouts}
    }`;
  await applied(application + principal + assignment());
  const { tenants, subscriptions } = await sandbox.dump();
  const [tenant] = Object.values(tenants);
  const [subscription] = Object.values(subscriptions);
  const servicePrincipal = tenant?.servicePrincipals.find(
    ({ displayName }) => displayName === "web",
  );
  workspace.remove();
  workspace = new Workspace(
    sandbox,
    `
    import {
      to = azuread_application.web
      id = "/applications/${tenant?.applications[0]?.objectId ?? ""}"
    }
    import {
      to = azuread_service_principal.web
      id = "/servicePrincipals/${servicePrincipal?.objectId ?? ""}"
    }
    import {
      to = azurerm_role_assignment.web
      id = "${subscription?.roleAssignments[0]?.id ?? ""}"
    }` +
      application +
      principal +
      // Of no object, and so no change: what was imported has none.
      assignment('timeouts { create = "10m" }'),
  );
  await workspace.succeed("init");
  const before = await sandbox.dump();
  expect(await workspace.succeed("apply", "-auto-approve")).toContain(
    "Resources: 3 imported, 0 added, 0 changed, 0 destroyed.",
  );
  expect(await sandbox.dump()).toEqual(before);
  expect((await workspace.run("plan", "-detailed-exitcode")).code).toBe(0);
});

testWithTerraform.each([
  ["azuread_application", "/applications/0badcafe-0000-4000-8000-000000000001"],
  ["azuread_service_principal", "/servicePrincipals/0badcafe-0000-4000-8000-000000000001"],
  [
    "azurerm_role_assignment",
    `${REGISTRY_ID}/providers/Microsoft.Authorization/roleAssignments/0badcafe-0000-4000-8000-000000000001`,
  ],
])("an import block for an %s that does not exist is refused", async (type, id) => {
  workspace = new Workspace(
    sandbox,
    `
    import {
      to = ${type}.web
      id = "${id}"
    }
    resource "azuread_application" "web" {
      display_name = "web"
    }
    resource "azuread_service_principal" "web" {
      client_id = "6f3f7e4e-0000-4000-8000-000000000001"
    }
    resource "azurerm_role_assignment" "web" {
      scope                = "${REGISTRY_ID}"
      principal_id         = "6f3f7e4e-0000-4000-8000-000000000002"
      role_definition_name = "AcrPull"
    }`,
  );
  await workspace.succeed("init");
  const { code, stderr } = await workspace.run("plan");
  expect(code).toBe(1);
  expect(stderr).toContain("Cannot import non-existent remote object");
});

testWithTerraform("a moved block renames a resource, and leaves nothing to change", async () => {
  const web = (name: string): string =>
    `resource "azuread_application" "${name}" { display_name = "web" }`;
  await applied(web("old"));
  workspace.write(`${web("new")}
    moved {
      from = azuread_application.old
      to   = azuread_application.new
    }`);
  expect(await workspace.succeed("apply", "-auto-approve")).toContain(
    "Resources: 0 added, 0 changed, 0 destroyed.",
  );
  expect(await workspace.succeed("state", "list")).toBe("azuread_application.new\n");
});

test("a reset takes the options of a start", async () => {
  workspace = new Workspace(sandbox, "");
  const tenantId = "7e4a0000-0000-4000-8000-00000000000c";
  await sandbox.reset({ seed: { subscriptionId: tenantId, tenantId } });
  expect(sandbox.env.ARM_TENANT_ID).toBe(tenantId);
  expect(Object.keys((await sandbox.dump()).tenants)).toEqual([tenantId]);
  await sandbox.reset({ now: "2027-01-01T00:00:00Z" });
});
