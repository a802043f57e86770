import { z } from "zod";
import { created, type JsonObject, ok } from "../api";
import { AzureError } from "../azure-error";
import { linkTo, page } from "../query";
import type { Resource, ResourceGroup, Subscription } from "../subscription";
import { bodyOf, location, tags } from "./body";
import type { ManagementRoute } from "./call";

const TYPE = "Microsoft.Resources/subscriptions/resourceGroups";
const GROUP = {
  path: "/subscriptions/{id}/resourceGroups/{name}",
  type: TYPE,
  apiVersions: ["2023-07-01"],
};

/** https://learn.microsoft.com/rest/api/resources/resource-groups */
export const resourceGroups = {
  "GET /resourceGroups/{name}": {
    ...GROUP,
    answer: ({ cloud }, id, name) => {
      const subscription = cloud.subscription(id);
      return ok(shown(subscription, subscription.resourceGroup(name)));
    },
  },

  "PUT /resourceGroups/{name}": {
    ...GROUP,
    answer: (call, id, name) => {
      const subscription = call.cloud.subscription(id);
      const { location, tags = {}, managedBy } = bodyOf(call, newGroup, TYPE);
      const existing = subscription.resourceGroups.get(name.toLowerCase());
      if (existing === undefined) {
        const group = { name, location, tags, managedBy };
        subscription.createResourceGroup(group);
        return created(shown(subscription, group));
      }
      if (existing.location !== location) {
        throw new AzureError(
          409,
          "InvalidResourceGroupLocation",
          `Invalid resource group location '${location}'. The Resource group already exists in location '${existing.location}'.`,
        );
      }
      Object.assign(existing, { tags, managedBy });
      return ok(shown(subscription, existing));
    },
  },

  "PATCH /resourceGroups/{name}": {
    ...GROUP,
    answer: (call, id, name) => {
      const subscription = call.cloud.subscription(id);
      const group = subscription.resourceGroup(name);
      Object.assign(group, bodyOf(call, newGroup.omit({ location: true }), TYPE));
      return ok(shown(subscription, group));
    },
  },

  "DELETE /resourceGroups/{name}": {
    ...GROUP,
    answer: ({ cloud }, id, name) => {
      const subscription = cloud.subscription(id);
      subscription.deleteResourceGroup(subscription.resourceGroup(name).name);
      return { status: 200, headers: {} };
    },
  },

  "GET /resourceGroups/{name}/resources": {
    ...GROUP,
    path: `${GROUP.path}/resources`,
    type: `${TYPE}/resources`,
    options: ["$expand", "$top", "$skiptoken"],
    answer: ({ cloud, query, endpoint, path, apiVersion }, id, name) => {
      const all = resourcesIn(cloud.subscription(id), name);
      const { items, next } = page(all, query, { size: 1000, most: 1000 });
      const options = { ...query, "api-version": apiVersion };
      return ok({ value: items, nextLink: next && linkTo(next, endpoint + path, options) });
    },
  },
} satisfies Record<string, ManagementRoute>;

const newGroup = z.strictObject({
  location,
  tags: tags.optional(),
  managedBy: z.string().optional(),
});

function shown(subscription: Subscription, group: ResourceGroup): JsonObject {
  return {
    id: subscription.resourceGroupId(group.name),
    name: group.name,
    type: "Microsoft.Resources/resourceGroups",
    location: group.location,
    managedBy: group.managedBy,
    tags: group.tags,
    properties: { provisioningState: "Succeeded" },
  };
}

function resourcesIn(subscription: Subscription, group: string): JsonObject[] {
  const { name: resourceGroup } = subscription.resourceGroup(group);
  const resource = (id: string, type: string, { name, location, tags }: Resource): JsonObject => ({
    id,
    name,
    type,
    location,
    tags,
  });
  return [
    ...subscription
      .registriesIn(resourceGroup)
      .map((registry) =>
        resource(
          subscription.registryId(registry.resourceGroup, registry.name),
          "Microsoft.ContainerRegistry/registries",
          registry,
        ),
      ),
    ...subscription
      .identitiesIn(resourceGroup)
      .map((identity) =>
        resource(
          subscription.identityId(identity.resourceGroup, identity.name),
          "Microsoft.ManagedIdentity/userAssignedIdentities",
          identity,
        ),
      ),
    ...subscription
      .keyVaultsIn(resourceGroup)
      .map((vault) =>
        resource(
          subscription.keyVaultId(vault.resourceGroup, vault.name),
          "Microsoft.KeyVault/vaults",
          vault,
        ),
      ),
    ...subscription
      .workloadsIn(resourceGroup)
      .map((workload) => resource(workload.id, workload.type, workload)),
  ];
}
