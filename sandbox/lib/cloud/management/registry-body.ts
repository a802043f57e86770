/** What Azure Resource Manager takes of a registry, and what it answers where nothing was given. */
import { z } from "zod";
import type { JsonObject } from "../api";
import { location, tags } from "./body";

const NEWEST = "2025-11-01";
export const API_VERSIONS = ["2025-04-01", NEWEST];

/** What an older version neither tells nor takes. */
export const OF_NEWEST = ["networkRuleBypassAllowedForTasks", "roleAssignmentMode"];

const status = z.strictObject({ status: z.enum(["enabled", "disabled"]).optional() }).optional();

const properties = z
  .strictObject({
    adminUserEnabled: z.boolean(),
    anonymousPullEnabled: z.boolean(),
    publicNetworkAccess: z.enum(["Enabled", "Disabled"]),
    roleAssignmentMode: z.enum(["AbacRepositoryPermissions", "LegacyRegistryPermissions"]),
    dataEndpointEnabled: z.boolean(),
    networkRuleBypassAllowedForTasks: z.boolean(),
    networkRuleBypassOptions: z.enum(["AzureServices", "None"]),
    networkRuleSet: z.strictObject({
      defaultAction: z.enum(["Allow", "Deny"]),
      ipRules: z
        .array(z.strictObject({ action: z.enum(["Allow"]).optional(), value: z.string() }))
        .optional(),
    }),
    policies: z.strictObject({
      azureADAuthenticationAsArmPolicy: status,
      exportPolicy: status,
      quarantinePolicy: status,
      retentionPolicy: z
        .strictObject({
          days: z.int().min(0).max(365).optional(),
          status: z.enum(["enabled", "disabled"]).optional(),
        })
        .optional(),
      trustPolicy: z
        .strictObject({
          status: z.enum(["enabled", "disabled"]).optional(),
          type: z.enum(["Notary"]).optional(),
        })
        .optional(),
    }),
    zoneRedundancy: z.enum(["Enabled", "Disabled"]),
  })
  .partial();

const skuName = z.enum(["Basic", "Standard", "Premium"]);

export const newRegistry = z.strictObject({
  location,
  sku: z.strictObject({ name: skuName, tier: skuName.optional() }),
  tags: tags.optional(),
  // The providers send it always.
  identity: z
    .strictObject({ type: z.string(), userAssignedIdentities: z.null().optional() })
    .optional(),
  properties: properties.optional(),
});

export const registryChange = newRegistry.omit({ location: true }).partial();

export type RegistryChange = z.output<typeof registryChange>;

export function isNewest(apiVersion: string): boolean {
  return apiVersion >= NEWEST;
}

export const DEFAULT_SETTINGS: JsonObject = {
  dataEndpointEnabled: false,
  networkRuleBypassAllowedForTasks: false,
  networkRuleBypassOptions: "AzureServices",
  networkRuleSet: { defaultAction: "Allow", ipRules: [] },
  policies: {
    azureADAuthenticationAsArmPolicy: { status: "enabled" },
    exportPolicy: { status: "enabled" },
    quarantinePolicy: { status: "disabled" },
    retentionPolicy: { days: 7, status: "disabled" },
    trustPolicy: { type: "Notary", status: "disabled" },
  },
  zoneRedundancy: "Disabled",
};
