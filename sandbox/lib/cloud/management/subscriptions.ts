import { type JsonObject, ok } from "../api";
import type { Subscription } from "../subscription";
import type { ManagementRoute } from "./call";

const TYPE = "Microsoft.Resources/subscriptions";
const COLLECTION = { path: "/subscriptions", type: TYPE, apiVersions: ["2022-12-01"] };

/** https://learn.microsoft.com/rest/api/resources/subscriptions and …/providers */
export const subscriptions = {
  "GET /subscriptions": {
    ...COLLECTION,
    answer: ({ cloud }) => {
      return ok({ value: [...cloud.subscriptions.values()].map(shown) });
    },
  },

  "GET /subscriptions/{id}": {
    ...COLLECTION,
    path: "/subscriptions/{id}",
    answer: ({ cloud }, id) => {
      return ok(shown(cloud.subscription(id)));
    },
  },

  "GET /providers": {
    path: "/subscriptions/{id}/providers",
    type: `${TYPE}/providers`,
    apiVersions: ["2022-09-01"],
    answer: ({ cloud }, id) => {
      const { id: subscriptionId } = cloud.subscription(id);
      return ok({
        value: NAMESPACES.map((namespace) => ({
          id: `/subscriptions/${subscriptionId}/providers/${namespace}`,
          namespace,
          registrationPolicy: "RegistrationRequired",
          registrationState: "Registered",
        })),
      });
    },
  },
} satisfies Record<string, ManagementRoute>;

/** Those of which something is modelled. */
const NAMESPACES = [
  "Microsoft.Authorization",
  "Microsoft.ContainerRegistry",
  "Microsoft.ManagedIdentity",
  "Microsoft.Resources",
];

function shown({ id, directory }: Subscription): JsonObject {
  return {
    id: `/subscriptions/${id}`,
    subscriptionId: id,
    tenantId: directory.tenantId,
    displayName: id,
    state: "Enabled",
    authorizationSource: "RoleBased",
    managedByTenants: [],
  };
}
