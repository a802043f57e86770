import { stateOf } from "../../lib/cloud/state";
import { requiredText } from "../../lib/provider/arguments";
import type { Values } from "../../lib/schema/values";
import { InProcess, SUBSCRIPTION, TENANT } from "../in-process";

const vault: Values = {
  name: "kv-shop",
  resource_group_name: "rg-registry",
  location: "West Europe",
  sku_name: "standard",
  tenant_id: TENANT,
  rbac_authorization_enabled: true,
};

const withFlags = (flags: Values) => ({ config: { features: [{ key_vault: [flags] }] } });

function create(sandbox: InProcess, given: Values = vault): Values {
  return sandbox.create("azurerm_key_vault", given);
}

describe.each(["4.55.0", "5.2.0"] as const)("azurerm %s", (azurerm) => {
  test("makes a key vault with a URL, and plans it the same then", () => {
    const sandbox = new InProcess({ azurerm });
    const state = create(sandbox);
    expect(state).toMatchObject({
      id: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-registry/providers/Microsoft.KeyVault/vaults/kv-shop`,
      vault_uri: "https://kv-shop.vault.azure.net/",
      location: "westeurope",
      soft_delete_retention_days: 90,
    });
    expect(sandbox.plan("azurerm_key_vault", state, vault).planned).toEqual(state);
  });
});

test("the name of a key vault is letters, digits and dashes, 3 to 24 of them, and taken in all of Azure", () => {
  const sandbox = new InProcess();
  expect(() => create(sandbox, { ...vault, name: "kv_shop" })).toThrow(
    '"name" may only contain alphanumeric characters and dashes and must be between 3-24 chars',
  );
  create(sandbox);
  sandbox.create("azurerm_resource_group", { name: "rg-shop", location: "westeurope" });
  expect(() => create(sandbox, { ...vault, resource_group_name: "rg-shop" })).toThrow(
    "VaultAlreadyExists",
  );
});

test("sku and tags of a key vault change in place, its name replaces it", () => {
  const sandbox = new InProcess();
  const state = create(sandbox);
  const changed = { ...vault, sku_name: "premium", tags: { team: "shop" } };
  expect(sandbox.update("azurerm_key_vault", state, changed)).toMatchObject(changedOf(changed));
  const renamed = sandbox.plan("azurerm_key_vault", state, { ...vault, name: "kv-other" });
  expect(renamed.requiresReplace).toEqual(["name"]);
});

test("purge protection is never taken away again, nor is a retention changed that was set", () => {
  const sandbox = new InProcess();
  const set = { ...vault, purge_protection_enabled: true, soft_delete_retention_days: 7 };
  const state = create(sandbox, set);
  expect(sandbox.updateInVain("azurerm_key_vault", state, vault).error).toContain(
    "once Purge Protection has been Enabled it's not possible to disable it",
  );
  const longer = { ...set, soft_delete_retention_days: 30 };
  expect(sandbox.updateInVain("azurerm_key_vault", state, longer).error).toContain(
    "once `soft_delete_retention_days` has been configured it cannot be modified",
  );
});

test("arguments that are not modelled are refused", () => {
  const acls = [{ default_action: "Deny", bypass: "None" }];
  expect(() => create(new InProcess(), { ...vault, network_acls: acls })).toThrow(
    "The sandbox does not model `network_acls` of azurerm_key_vault",
  );
});

test("a deleted key vault is purged, and its name is free again", () => {
  const sandbox = new InProcess();
  sandbox.delete("azurerm_key_vault", create(sandbox));
  expect(create(sandbox).name).toBe("kv-shop");
});

test("one that is not purged comes back with its secrets, unless the features say otherwise", () => {
  const sandbox = new InProcess();
  const kept = sandbox.with(withFlags({ purge_soft_delete_on_destroy: false }));
  const state = create(kept);
  kept.create("azurerm_key_vault_secret", secretIn(state));
  kept.delete("azurerm_key_vault", state);
  const strict = sandbox.with(withFlags({ recover_soft_deleted_key_vaults: false }));
  expect(() => create(strict)).toThrow(
    'An existing soft-deleted Key Vault exists with the Name "kv-shop"',
  );
  const again = create(sandbox);
  expect(() => sandbox.create("azurerm_key_vault_secret", secretIn(again))).toThrow(
    "needs to be imported",
  );
});

test("a resource group with a key vault in it is not deleted", () => {
  const sandbox = new InProcess();
  const group = sandbox.create("azurerm_resource_group", { name: "rg-shop", location: "a" });
  create(sandbox, { ...vault, resource_group_name: "rg-shop" });
  expect(() => {
    sandbox.delete("azurerm_resource_group", group);
  }).toThrow("providers/Microsoft.KeyVault/vaults/kv-shop");
});

test("a role can be given on a key vault and on a secret in it", () => {
  const sandbox = new InProcess();
  const id = requiredText(create(sandbox), "id");
  const identity = sandbox.create("azurerm_user_assigned_identity", {
    name: "id-reader",
    resource_group_name: "rg-registry",
    location: "westeurope",
  });
  for (const scope of [id, `${id}/secrets/acr-password`]) {
    sandbox.create("azurerm_role_assignment", {
      scope,
      principal_id: identity.principal_id ?? null,
      role_definition_name: "Key Vault Secrets User",
    });
  }
  const [subscription] = Object.values(stateOf(sandbox.cloud).subscriptions);
  expect(subscription?.roleAssignments.map(({ role }) => role)).toEqual([
    "Key Vault Secrets User",
    "Key Vault Secrets User",
  ]);
});

function changedOf({ location: _, ...changed }: Values): Values {
  return changed;
}

function secretIn({ id }: Values): Values {
  return { name: "acr-password", key_vault_id: id ?? null, value: "first" };
}

test("a key vault is looked up by its name, and one that is not there is told of", () => {
  const sandbox = new InProcess();
  const { id } = create(sandbox);
  const at = { resource_group_name: "rg-registry" };
  expect(sandbox.data("azurerm_key_vault", { name: "kv-shop", ...at })).toMatchObject({
    id,
    vault_uri: "https://kv-shop.vault.azure.net/",
    rbac_authorization_enabled: true,
  });
  expect(() => sandbox.data("azurerm_key_vault", { name: "kv-none", ...at })).toThrow(
    'Vault Name: "kv-none") was not found',
  );
});
