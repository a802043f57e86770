import { z } from "zod";
import { created, type JsonObject, NO_CONTENT, ok } from "../api";
import type { Identity, Subscription } from "../subscription";
import { bodyOf, location, tags } from "./body";
import type { ManagementRoute } from "./call";

const TYPE = "Microsoft.ManagedIdentity/userAssignedIdentities";
const IDENTITY = {
  path: `/subscriptions/{id}/resourceGroups/{group}/providers/${TYPE}/{name}`,
  type: TYPE,
  apiVersions: ["2024-11-30"],
};

/** https://learn.microsoft.com/rest/api/managedidentity/user-assigned-identities */
export const identities = {
  "GET /userAssignedIdentities/{name}": {
    ...IDENTITY,
    answer: ({ cloud }, id, group, name) => {
      const subscription = cloud.subscription(id);
      return ok(shown(subscription, subscription.identity(group, name)));
    },
  },

  "PUT /userAssignedIdentities/{name}": {
    ...IDENTITY,
    answer: (call, id, group, name) => {
      const subscription = call.cloud.subscription(id);
      const { properties, tags = {}, location } = bodyOf(call, newIdentity, TYPE);
      const given = { tags, ...properties };
      const existing = find(subscription, group, name);
      if (existing !== undefined) {
        Object.assign(existing, given);
        return ok(shown(subscription, existing));
      }
      const identity = { name, resourceGroup: group, location, ...given };
      return created(shown(subscription, subscription.createIdentity(identity)));
    },
  },

  "PATCH /userAssignedIdentities/{name}": {
    ...IDENTITY,
    answer: (call, id, group, name) => {
      const subscription = call.cloud.subscription(id);
      const identity = subscription.identity(group, name);
      const { properties, ...given } = bodyOf(call, identityChange, TYPE);
      Object.assign(identity, { ...given, ...properties });
      return ok(shown(subscription, identity));
    },
  },

  "DELETE /userAssignedIdentities/{name}": {
    ...IDENTITY,
    answer: ({ cloud }, id, group, name) => {
      const subscription = cloud.subscription(id);
      if (find(subscription, group, name) === undefined) {
        return NO_CONTENT;
      }
      subscription.deleteIdentity(subscription.identityId(group, name));
      return { status: 200, headers: {} };
    },
  },
} satisfies Record<string, ManagementRoute>;

const newIdentity = z.strictObject({
  location,
  tags: tags.optional(),
  properties: z
    .strictObject({ isolationScope: z.enum(["None", "Regional"]).optional() })
    .optional(),
});

const identityChange = newIdentity.omit({ location: true });

function find(subscription: Subscription, group: string, name: string): Identity | undefined {
  return subscription.identities.get(subscription.identityId(group, name).toLowerCase());
}

export function shown(subscription: Subscription, identity: Identity): JsonObject {
  return {
    id: subscription.identityId(identity.resourceGroup, identity.name),
    name: identity.name,
    type: TYPE,
    location: identity.location,
    tags: identity.tags,
    properties: {
      clientId: identity.principal.clientId,
      principalId: identity.principal.objectId,
      tenantId: subscription.directory.tenantId,
      isolationScope: identity.isolationScope ?? "None",
    },
  };
}
