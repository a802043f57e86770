import type { JsonObject } from "../cloud/api";
import { NotModelled } from "../not-modelled";
import { flagIn, objectIn, textIn } from "../provider/answers";
import { flag, hasChange, requiredText, textMap } from "../provider/arguments";
import { ProviderError } from "../provider/provider-error";
import type { DataSourceType, ResourceType } from "../provider/resource-type";
import { notEmpty, oneOf, only, type Rule, textRule, uuid } from "../provider/rules";
import type { Session } from "../provider/session";
import type { Values } from "../schema/values";
import {
  alreadyExists,
  arm,
  type AzurermVersion,
  normalLocation,
  resourceGroupName,
  tagsOf,
} from "./arm";
import { isOn } from "./azurerm-features";
import { forget, KEY_VAULT_ID, remember, VAULT_API, vaultCalled } from "./azurerm-key-vault-id";

/** azurerm, internal/services/keyvault/key_vault_resource.go */
export function keyVault(version: AzurermVersion): ResourceType {
  const query = VAULT_API[version];
  return {
    type: "azurerm_key_vault",
    binding: "@cdktf/provider-azurerm/lib/key-vault",
    deprecated: version === "4.55.0" ? ["contact", "enable_rbac_authorization"] : [],
    // internal/services/keyvault/migration/key_vault.go
    stateUpgrades: [tooOld, tooOld],
    arguments: {
      name: { forceNew: true, expected: vaultName },
      resource_group_name: { forceNew: true, expected: resourceGroupName },
      location: {
        forceNew: true,
        expected: notEmpty,
        normal: normalLocation,
        stored: normalLocation,
      },
      sku_name: { expected: oneOf("standard", "premium") },
      tenant_id: { expected: uuid },
      rbac_authorization_enabled: {},
      public_network_access_enabled: { default: true, expected: only(true) },
      purge_protection_enabled: {},
      soft_delete_retention_days: { default: 90, expected: retentionDays },
      tags: {},
    },
    computedBlocks: ["contact", "network_acls"],
    checkImportId: (id) => {
      KEY_VAULT_ID.parse(id);
    },

    create(session, planned, made) {
      const [name, group] = [
        requiredText(planned, "name"),
        requiredText(planned, "resource_group_name"),
      ];
      const subscription = `/subscriptions/${session.subscriptionId}`;
      const id = `${subscription}/resourceGroups/${group}/providers/Microsoft.KeyVault/vaults/${name}`;
      const location = normalLocation(requiredText(planned, "location"));
      const existing = arm(`checking for presence of existing ${vaultCalled(id)}`, () =>
        session.management.find(id, query),
      );
      if (existing !== undefined) {
        throw alreadyExists("azurerm_key_vault", id);
      }
      const deleted = arm(
        `checking for the presence of an existing Soft-Deleted Key Vault "${name}" (Location "${location}")`,
        () =>
          session.management.find(
            `${subscription}/providers/Microsoft.KeyVault/locations/${location}/deletedVaults/${name}`,
            query,
          ),
      );
      if (deleted !== undefined && !isOn(session, "key_vault", "recover_soft_deleted_key_vaults")) {
        throw notRecovered(name, location);
      }
      const days = planned.soft_delete_retention_days;
      const body = {
        location,
        tags: textMap(planned, "tags"),
        properties: {
          tenantId: requiredText(planned, "tenant_id"),
          sku: skuOf(planned),
          accessPolicies: [],
          enabledForDeployment: false,
          enabledForDiskEncryption: false,
          enabledForTemplateDeployment: false,
          enableSoftDelete: true,
          publicNetworkAccess: "Enabled",
          createMode: deleted === undefined ? "default" : "recover",
          ...(flag(planned, "rbac_authorization_enabled") || version !== "4.55.0"
            ? { enableRbacAuthorization: flag(planned, "rbac_authorization_enabled") }
            : {}),
          ...(flag(planned, "purge_protection_enabled") && { enablePurgeProtection: true }),
          ...(typeof days === "number" && days !== 90 && { softDeleteRetentionInDays: days }),
        },
      };
      arm(`creating ${vaultCalled(id)}`, () => session.management.put({ path: id, query, body }));
      made({ id });
    },

    read(session, state) {
      const id = requiredText(state, "id");
      const found = arm(`retrieving ${vaultCalled(id)}`, () => session.management.find(id, query));
      if (found === undefined) {
        return undefined;
      }
      const { softDeleteRetentionInDays: days } = objectIn(found, "properties") ?? {};
      return {
        ...sharedAttributes(session, id, found),
        soft_delete_retention_days: typeof days === "number" ? days : 90,
        contact: [],
      };
    },

    update(session, planned, prior) {
      const id = requiredText(planned, "id");
      const has = (name: string): boolean => hasChange(planned, prior, name);
      if (has("purge_protection_enabled") && !flag(planned, "purge_protection_enabled")) {
        throw new ProviderError(
          `updating ${vaultCalled(id)}: once Purge Protection has been Enabled it's not possible to disable it`,
        );
      }
      if (has("soft_delete_retention_days") && prior.soft_delete_retention_days !== 90) {
        throw new ProviderError(
          `updating ${vaultCalled(id)}: once \`soft_delete_retention_days\` has been configured it cannot be modified`,
        );
      }
      const days = planned.soft_delete_retention_days;
      const properties = {
        ...(has("rbac_authorization_enabled") && {
          enableRbacAuthorization: flag(planned, "rbac_authorization_enabled"),
        }),
        ...(has("purge_protection_enabled") && {
          enablePurgeProtection: true,
          enableSoftDelete: true,
        }),
        ...(has("sku_name") && { sku: skuOf(planned) }),
        ...(has("soft_delete_retention_days") &&
          typeof days === "number" && { softDeleteRetentionInDays: days }),
        ...(has("tenant_id") && { tenantId: requiredText(planned, "tenant_id") }),
      };
      const body = { ...(has("tags") && { tags: textMap(planned, "tags") }), properties };
      arm(`updating ${vaultCalled(id)}`, () => session.management.patch({ path: id, query, body }));
    },

    delete(session, state) {
      const id = requiredText(state, "id");
      const { subscriptionId, vaultName: name } = KEY_VAULT_ID.parse(id);
      const found = arm(`retrieving ${vaultCalled(id)}`, () => session.management.get(id, query));
      arm(`retrieving ${vaultCalled(id)}`, () => {
        session.management.delete({ path: id, query });
      });
      const isProtected = flagIn(objectIn(found, "properties") ?? {}, "enablePurgeProtection");
      if (isOn(session, "key_vault", "purge_soft_delete_on_destroy") && !isProtected) {
        const location = textIn(found, "location");
        const path = `/subscriptions/${subscriptionId}/providers/Microsoft.KeyVault/locations/${location}/deletedVaults/${name}/purge`;
        arm(`purging ${vaultCalled(id)}`, () => session.management.post({ path, query }));
      }
      forget(session, id);
    },
  };
}

/** internal/services/keyvault/key_vault_data_source.go */
export function keyVaultData(version: AzurermVersion): DataSourceType {
  return {
    type: "azurerm_key_vault",
    binding: "@cdktf/provider-azurerm/lib/data-azurerm-key-vault",
    deprecated: version === "4.55.0" ? ["enable_rbac_authorization"] : [],
    arguments: {
      name: { expected: vaultName },
      resource_group_name: { expected: resourceGroupName },
    },

    read(session, config) {
      const group = requiredText(config, "resource_group_name");
      const id = `/subscriptions/${session.subscriptionId}/resourceGroups/${group}/providers/Microsoft.KeyVault/vaults/${requiredText(config, "name")}`;
      const found = arm(`retrieving ${vaultCalled(id)}`, () =>
        session.management.find(id, VAULT_API[version]),
      );
      if (found === undefined) {
        throw new ProviderError(`${vaultCalled(id)} was not found`);
      }
      return { id, ...sharedAttributes(session, id, found) };
    },
  };
}

function sharedAttributes(session: Session, id: string, found: JsonObject): Values {
  const { vaultName: name, resourceGroupName: group } = KEY_VAULT_ID.parse(id);
  const properties = objectIn(found, "properties") ?? {};
  const url = textIn(properties, "vaultUri");
  remember(session, { id, url });
  return {
    name,
    resource_group_name: group,
    location: normalLocation(textIn(found, "location")),
    sku_name: textIn(objectIn(properties, "sku") ?? {}, "name"),
    tenant_id: textIn(properties, "tenantId"),
    vault_uri: url,
    access_policy: [],
    enabled_for_deployment: false,
    enabled_for_disk_encryption: false,
    enabled_for_template_deployment: false,
    rbac_authorization_enabled: flagIn(properties, "enableRbacAuthorization"),
    enable_rbac_authorization: flagIn(properties, "enableRbacAuthorization"),
    purge_protection_enabled: flagIn(properties, "enablePurgeProtection"),
    public_network_access_enabled: true,
    network_acls: [
      {
        bypass: "AzureServices",
        default_action: "Allow",
        ip_rules: [],
        virtual_network_subnet_ids: [],
      },
    ],
    tags: tagsOf(found),
  };
}

function skuOf(planned: Values): { family: string; name: string } {
  return { family: "A", name: requiredText(planned, "sku_name") };
}

function tooOld(): never {
  throw new NotModelled("a state of azurerm_key_vault from before its schema version 2");
}

/** internal/services/keyvault/validate/vault_name.go */
const vaultName = textRule((text, name) =>
  /^[a-zA-Z0-9-]{3,24}$/.test(text)
    ? undefined
    : `"${name}" may only contain alphanumeric characters and dashes and must be between 3-24 chars`,
);

const retentionDays: Rule = (value, name) =>
  typeof value === "number" && (value < 7 || value > 90)
    ? [`expected ${name} to be in the range (7 - 90), got ${value}`]
    : [];

function notRecovered(name: string, location: string): ProviderError {
  return new ProviderError(`
An existing soft-deleted Key Vault exists with the Name "${name}" in the location "${location}", however
automatically recovering this KeyVault has been disabled via the "features" block.

Terraform can automatically recover the soft-deleted Key Vault when this behaviour is
enabled within the "features" block (located within the "provider" block) - more
information can be found here:

https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/guides/features-block

Alternatively you can manually recover this (e.g. using the Azure CLI) and then import
this into Terraform via "terraform import", or pick a different name/location.
`);
}
