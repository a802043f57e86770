import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Sandbox } from "../lib";
import { testWithTerraform } from "./with-terraform";
import { Workspace } from "./workspace";

jest.setTimeout(60_000);

const VAULT = `
variable "password" {
  type      = string
  ephemeral = true
}
data "azuread_client_config" "current" {}
resource "azurerm_key_vault" "shop" {
  name                       = "kv-shop"
  resource_group_name        = "rg-registry"
  location                   = "westeurope"
  sku_name                   = "standard"
  tenant_id                  = data.azuread_client_config.current.tenant_id
  rbac_authorization_enabled = true
}
resource "azurerm_key_vault_secret" "password" {
  name             = "acr-password"
  key_vault_id     = azurerm_key_vault.shop.id
  value_wo         = var.password
  value_wo_version = 1
}
`;

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

testWithTerraform("what is delivered is told by its place, and by nothing else", async () => {
  workspace = new Workspace(sandbox, VAULT);
  await workspace.succeed("init");
  const variable = "-var=password=never-to-be-seen";
  await workspace.succeed("plan", variable, "-out=first.tfplan");
  await workspace.succeed("apply", variable, "first.tfplan");
  expect(await sandbox.delivered()).toEqual({
    "https://kv-shop.vault.azure.net/secrets/acr-password": "never-to-be-seen",
  });

  const places = [
    await workspace.succeed("show", "-json", "first.tfplan"),
    readFileSync(join(workspace.directory, "terraform.tfstate"), "utf8"),
    JSON.stringify([await sandbox.log(), await sandbox.requests(), await sandbox.dump()]),
  ];
  for (const text of places) {
    expect(text).toContain("vault");
    expect(text).not.toContain("never-to-be-seen");
  }
  expect(await workspace.succeed("plan", variable)).toContain("No changes");
});
