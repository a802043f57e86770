import { z } from "zod";
import { created, type JsonObject, ok } from "../api";
import { AzureError } from "../azure-error";
import type { Inventory } from "../inventory";
import { type KeyVault, type VaultSecret, vaultUrl } from "../key-vaults";
import { merged } from "../settings";
import type { Subscription } from "../subscription";
import { bodyOf, location, tags } from "./body";
import type { ManagementRoute } from "./call";

const TYPE = "Microsoft.KeyVault/vaults";
const VAULT = {
  path: `/subscriptions/{id}/resourceGroups/{group}/providers/${TYPE}/{name}`,
  type: TYPE,
  apiVersions: ["2023-02-01", "2026-02-01"],
};
const DELETED = {
  path: "/subscriptions/{id}/providers/Microsoft.KeyVault/locations/{location}/deletedVaults/{name}",
  type: "Microsoft.KeyVault/locations/deletedVaults",
  apiVersions: ["2023-02-01", "2026-02-01"],
};

/** https://learn.microsoft.com/rest/api/keyvault/keyvault/vaults */
export const keyVaults = {
  "GET /vaults": {
    path: `/subscriptions/{id}/providers/${TYPE}`,
    type: TYPE,
    apiVersions: ["2023-07-01", "2026-02-01"],
    answer: ({ cloud }, id) => {
      const subscription = cloud.subscription(id);
      return ok({ value: subscription.keyVaultsIn().map((vault) => shown(subscription, vault)) });
    },
  },

  "GET /vaults/{name}": {
    ...VAULT,
    answer: ({ cloud }, id, group, name) => {
      const subscription = cloud.subscription(id);
      return ok(shown(subscription, subscription.keyVault(group, name)));
    },
  },

  "PUT /vaults/{name}": {
    ...VAULT,
    answer: (call, id, group, name) => {
      const subscription = call.cloud.subscription(id);
      subscription.resourceGroup(group);
      const given = bodyOf(call, newVault, TYPE);
      const { createMode, ...properties } = given.properties;
      const existing = subscription.findKeyVault(group, name);
      if (existing !== undefined) {
        Object.assign(existing, { tags: given.tags ?? {}, properties });
        return ok(shown(subscription, existing));
      }
      const kept = keptBy(call.cloud.keyVaults.named(name), createMode === "recover");
      const vault: KeyVault = {
        name,
        subscriptionId: subscription.id,
        resourceGroup: group,
        location: given.location,
        tags: given.tags ?? {},
        properties,
        isDeleted: false,
        secrets: kept?.secrets ?? new Map<string, VaultSecret>(),
        deletedSecrets: kept?.deletedSecrets ?? new Map<string, VaultSecret>(),
      };
      call.cloud.keyVaults.add(vault);
      return created(shown(subscription, vault));
    },
  },

  "PATCH /vaults/{name}": {
    ...VAULT,
    answer: (call, id, group, name) => {
      const subscription = call.cloud.subscription(id);
      const vault = subscription.keyVault(group, name);
      const { tags: newTags = vault.tags, properties = {} } = bodyOf(call, vaultChange, TYPE);
      Object.assign(vault, { tags: newTags, properties: merged(vault.properties, properties) });
      return ok(shown(subscription, vault));
    },
  },

  "DELETE /vaults/{name}": {
    ...VAULT,
    answer: ({ cloud }, id, group, name) => {
      const subscription = cloud.subscription(id);
      subscription.deleteKeyVault(subscription.keyVault(group, name));
      return { status: 200, headers: {} };
    },
  },

  "GET /deletedVaults/{name}": {
    ...DELETED,
    answer: ({ cloud }, id, region, name) => {
      const { location, properties } = deletedVault(cloud, { id, region, name });
      return ok({ name, type: DELETED.type, properties: { location, ...properties } });
    },
  },

  "POST /deletedVaults/{name}/purge": {
    ...DELETED,
    path: `${DELETED.path}/purge`,
    answer: ({ cloud }, id, region, name) => {
      cloud.keyVaults.purge(deletedVault(cloud, { id, region, name }));
      return { status: 200, headers: {} };
    },
  },
} satisfies Record<string, ManagementRoute>;

/** @returns the deleted vault of this name, of which the new one has the secrets */
function keptBy(named: KeyVault | undefined, isRecovered: boolean): KeyVault | undefined {
  if (named !== undefined && !(named.isDeleted && isRecovered)) {
    throw new AzureError(
      409,
      "VaultAlreadyExists",
      `The vault name '${named.name}' is already in use. Vault names are globally unique so it is possible that the name is already taken. If you are sure that the vault name was not taken then it is possible that a vault with the same name was recently deleted but not purged after being placed in a recoverable state. If the vault is in a recoverable state then the vault will need to be purged before reusing the name. For more information on soft delete and purging a vault follow this link https://go.microsoft.com/fwlink/?linkid=2147740.`,
    );
  }
  return named;
}

function deletedVault(
  { keyVaults: all }: Inventory,
  { id, region, name }: Readonly<Record<"id" | "region" | "name", string>>,
): KeyVault {
  const vault = all.named(name);
  const isThere =
    vault?.isDeleted === true &&
    vault.location === region.toLowerCase() &&
    vault.subscriptionId.toLowerCase() === id.toLowerCase();
  if (!isThere) {
    throw new AzureError(
      404,
      "DeletedVaultNotFound",
      `The specified deleted vault '${name}' does not exist.`,
    );
  }
  return vault;
}

const sku = z.strictObject({ family: z.literal("A"), name: z.enum(["standard", "premium"]) });

const properties = z.strictObject({
  tenantId: z.string(),
  sku,
  accessPolicies: z.tuple([]).optional(),
  enabledForDeployment: z.literal(false).optional(),
  enabledForDiskEncryption: z.literal(false).optional(),
  enabledForTemplateDeployment: z.literal(false).optional(),
  enableSoftDelete: z.literal(true).optional(),
  enableRbacAuthorization: z.boolean().optional(),
  enablePurgeProtection: z.literal(true).optional(),
  softDeleteRetentionInDays: z.int().min(7).max(90).optional(),
  publicNetworkAccess: z.literal("Enabled").optional(),
});

const newVault = z.strictObject({
  location,
  tags: tags.optional(),
  properties: properties.extend({ createMode: z.enum(["default", "recover"]).optional() }),
});

const vaultChange = z.strictObject({
  tags: tags.optional(),
  properties: properties.partial().optional(),
});

function shown(subscription: Subscription, vault: KeyVault): JsonObject {
  return {
    id: subscription.keyVaultId(vault.resourceGroup, vault.name),
    name: vault.name,
    type: TYPE,
    location: vault.location,
    tags: vault.tags,
    properties: {
      ...vault.properties,
      accessPolicies: [],
      enableRbacAuthorization: vault.properties.enableRbacAuthorization ?? false,
      vaultUri: vaultUrl(vault),
      provisioningState: "Succeeded",
    },
  };
}
