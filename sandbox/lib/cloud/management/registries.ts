import { z } from "zod";
import { NotModelled } from "../../not-modelled";
import { created, type JsonObject, NO_CONTENT, ok } from "../api";
import { changesOf, merged } from "../settings";
import type { Registry, Subscription } from "../subscription";
import { bodyOf } from "./body";
import type { ManagementCall, ManagementRoute } from "./call";
import {
  API_VERSIONS,
  DEFAULT_SETTINGS,
  isNewest,
  newRegistry,
  OF_NEWEST,
  type RegistryChange,
  registryChange,
} from "./registry-body";

const TYPE = "Microsoft.ContainerRegistry/registries";
const REGISTRY = {
  path: `/subscriptions/{id}/resourceGroups/{group}/providers/${TYPE}/{name}`,
  type: TYPE,
  apiVersions: API_VERSIONS,
};

/** https://learn.microsoft.com/rest/api/containerregistry/registries */
export const registries = {
  "GET /registries/{name}": {
    ...REGISTRY,
    answer: (call, id, group, name) => {
      const subscription = call.cloud.subscription(id);
      return ok(shown(subscription, subscription.registry(group, name), call.apiVersion));
    },
  },

  "PUT /registries/{name}": {
    ...REGISTRY,
    answer: (call, id, group, name) => {
      const subscription = call.cloud.subscription(id);
      const given = bodyOf(call, newRegistry, TYPE);
      const existing = subscription.findRegistry(group, name);
      const wanted = {
        permissionsMode: "legacy",
        sku: given.sku.name,
        anonymousPullEnabled: false,
        publicNetworkAccessEnabled: true,
        tags: {},
        ...changesIn(call, given),
      } as const;
      if (existing !== undefined) {
        Object.assign(existing, wanted);
        return ok(shown(subscription, existing, call.apiVersion));
      }
      const loginServer = `${name.toLowerCase()}.azurecr.io`;
      const { location } = given;
      const registry = { name, resourceGroup: group, location, loginServer, ...wanted };
      subscription.createRegistry(registry);
      return created(shown(subscription, registry, call.apiVersion));
    },
  },

  "PATCH /registries/{name}": {
    ...REGISTRY,
    answer: (call, id, group, name) => {
      const subscription = call.cloud.subscription(id);
      const registry = subscription.registry(group, name);
      const given = bodyOf(call, registryChange, TYPE);
      Object.assign(registry, changesIn(call, given, registry.settings));
      return ok(shown(subscription, registry, call.apiVersion));
    },
  },

  "DELETE /registries/{name}": {
    ...REGISTRY,
    answer: ({ cloud }, id, group, name) => {
      const subscription = cloud.subscription(id);
      const registry = subscription.findRegistry(group, name);
      if (registry === undefined) {
        return NO_CONTENT;
      }
      subscription.deleteRegistry(registry);
      return { status: 200, headers: {} };
    },
  },

  "GET /registries/{name}/replications": {
    ...REGISTRY,
    path: `${REGISTRY.path}/replications`,
    type: `${TYPE}/replications`,
    answer: ({ cloud }, id, group, name) => {
      cloud.subscription(id).registry(group, name);
      return ok({ value: [] });
    },
  },

  "POST /checkNameAvailability": {
    path: "/subscriptions/{id}/providers/Microsoft.ContainerRegistry/checkNameAvailability",
    type: "Microsoft.ContainerRegistry/checkNameAvailability",
    apiVersions: API_VERSIONS,
    answer: (call, id) => {
      const { name } = bodyOf(call, nameToCheck, "RegistryNameCheckRequest");
      const isFree = !call.cloud.subscription(id).isRegistryName(name);
      return ok(
        isFree
          ? { nameAvailable: true }
          : {
              nameAvailable: false,
              reason: "AlreadyExists",
              message: `The registry ${name} is already in use.`,
            },
      );
    },
  },
} satisfies Record<string, ManagementRoute>;

const nameToCheck = z.strictObject({ name: z.string(), type: z.literal(TYPE) });

function changesIn(
  { apiVersion }: ManagementCall,
  { identity, properties = {}, sku, tags }: RegistryChange,
  settings?: JsonObject,
): Partial<Registry> {
  const tooNew = OF_NEWEST.find((name) => Object.hasOwn(properties, name));
  if (tooNew !== undefined && !isNewest(apiVersion)) {
    throw new NotModelled(
      `the property "properties.${tooNew}" of the resource ${TYPE} in ${apiVersion}`,
    );
  }
  const { adminUserEnabled, publicNetworkAccess, roleAssignmentMode, ...given } = properties;
  if (adminUserEnabled === true) {
    throw new NotModelled("the admin user of a registry");
  }
  if (identity !== undefined && identity.type !== "None") {
    throw new NotModelled("the identity of a registry");
  }
  return {
    ...changesOf<Registry>(given, DEFAULT_SETTINGS, settings),
    ...(sku && { sku: sku.name }),
    ...(tags && { tags }),
    ...(publicNetworkAccess && { publicNetworkAccessEnabled: publicNetworkAccess === "Enabled" }),
    ...(roleAssignmentMode && {
      permissionsMode: roleAssignmentMode === "AbacRepositoryPermissions" ? "abac" : "legacy",
    }),
  };
}

export function shown(
  subscription: Subscription,
  registry: Registry,
  apiVersion: string,
): JsonObject {
  const { networkRuleBypassAllowedForTasks, networkRuleSet, ...settings } = merged(
    DEFAULT_SETTINGS,
    registry.settings,
  );
  const { name, location, sku } = registry;
  const isAbac = registry.permissionsMode === "abac";
  return {
    id: subscription.registryId(registry.resourceGroup, name),
    name,
    type: TYPE,
    location,
    tags: registry.tags,
    sku: { name: sku, tier: sku },
    properties: {
      loginServer: registry.loginServer,
      provisioningState: "Succeeded",
      adminUserEnabled: false,
      anonymousPullEnabled: registry.anonymousPullEnabled,
      publicNetworkAccess: registry.publicNetworkAccessEnabled ? "Enabled" : "Disabled",
      ...settings,
      // Other registries have no such rules.
      networkRuleSet: sku === "Premium" ? networkRuleSet : undefined,
      dataEndpointHostNames:
        settings.dataEndpointEnabled === true ? [`${name}.${location}.data.azurecr.io`] : [],
      encryption: { status: "disabled" },
      privateEndpointConnections: [],
      ...(isNewest(apiVersion) && {
        networkRuleBypassAllowedForTasks,
        roleAssignmentMode: isAbac ? "AbacRepositoryPermissions" : "LegacyRegistryPermissions",
      }),
    },
  };
}
