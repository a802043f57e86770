import { z } from "zod";
import { identity, location, tags, told } from "./body";
import type { ManagementRoute } from "./call";
import { workloadRoutes } from "./workload-routes";

const newEnvironment = z.strictObject({
  name: told,
  location,
  tags: tags.optional(),
  identity: identity.optional(),
  properties: z.strictObject({
    appLogsConfiguration: z.strictObject({ destination: z.literal("") }),
    peerAuthentication: z.strictObject({ mtls: z.strictObject({ enabled: z.literal(false) }) }),
    peerTrafficConfiguration: z.strictObject({
      encryption: z.strictObject({ enabled: z.literal(false) }),
    }),
    vnetConfiguration: z.strictObject({}),
    zoneRedundant: z.literal(false),
  }),
});

const routes = workloadRoutes({
  type: "Microsoft.App/managedEnvironments",
  apiVersions: ["2025-07-01"],
  schema: newEnvironment,
  split: ({ location: region, properties: { peerAuthentication, zoneRedundant } }) => ({
    body: {
      properties: {
        appLogsConfiguration: {},
        peerAuthentication,
        zoneRedundant,
        publicNetworkAccess: "Enabled",
        customDomainConfiguration: { customDomainVerificationId: "5A9D80".padEnd(64, "0") },
        defaultDomain: `sandbox.${region}.azurecontainerapps.io`,
        staticIp: "203.0.113.10",
        provisioningState: "Succeeded",
      },
    },
    logins: {},
  }),
});

/** https://learn.microsoft.com/rest/api/resource-manager/containerapps/managed-environments */
export const managedEnvironments = {
  "GET /managedEnvironments/{name}": routes.get,
  "PUT /managedEnvironments/{name}": routes.put,
  "PATCH /managedEnvironments/{name}": routes.patchTags,
  "DELETE /managedEnvironments/{name}": routes.delete,
} satisfies Record<string, ManagementRoute>;
