import { z } from "zod";
import { identity, location, tags } from "./body";
import type { ManagementRoute } from "./call";
import { workloadRoutes } from "./workload-routes";

const requirements = z.strictObject({ cpu: z.number(), memoryInGB: z.number() });

const container = z.strictObject({
  name: z.string(),
  properties: z.strictObject({
    image: z.string(),
    command: z.array(z.string()),
    environmentVariables: z.array(z.strictObject({ name: z.string(), value: z.string() })),
    ports: z.tuple([]),
    resources: z.strictObject({ requests: requirements }),
  }),
});

const registryCredential = z.strictObject({
  server: z.string(),
  username: z.string().optional(),
  password: z.string().optional(),
  identity: z.string().optional(),
});

const newGroup = z.strictObject({
  location,
  tags: tags.optional(),
  identity: identity.optional(),
  properties: z.strictObject({
    sku: z.literal("Standard"),
    osType: z.enum(["Linux", "Windows"]),
    restartPolicy: z.enum(["Always", "Never", "OnFailure"]),
    containers: z.array(container).min(1),
    imageRegistryCredentials: z.array(registryCredential).optional(),
  }),
});

const routes = workloadRoutes({
  type: "Microsoft.ContainerInstance/containerGroups",
  apiVersions: ["2023-05-01", "2025-09-01"],
  schema: newGroup,
  split: ({
    identity: own,
    properties: { imageRegistryCredentials: credentials = [], ...others },
  }) => ({
    body: {
      identity: own,
      properties: {
        ...others,
        imageRegistryCredentials: credentials.map(({ password: _, ...told }) => told),
        provisioningState: "Succeeded",
      },
    },
    logins: Object.fromEntries(
      credentials.flatMap(({ server, username, password }): [string, string][] =>
        username === undefined || password === undefined
          ? []
          : [
              [`imageRegistryCredentials/${server}/username`, username],
              [`imageRegistryCredentials/${server}/password`, password],
            ],
      ),
    ),
  }),
});

/** https://learn.microsoft.com/rest/api/container-instances/container-groups: what has passwords never tells them. */
export const containerGroups = {
  "GET /containerGroups/{name}": routes.get,
  "PUT /containerGroups/{name}": routes.put,
  "PATCH /containerGroups/{name}": routes.patchTags,
  "DELETE /containerGroups/{name}": routes.delete,
} satisfies Record<string, ManagementRoute>;
