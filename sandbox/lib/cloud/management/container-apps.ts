import { createHash } from "node:crypto";
import { z } from "zod";
import { ok } from "../api";
import { AzureError } from "../azure-error";
import type { Workload } from "../workloads";
import { identity, location, tags, told } from "./body";
import type { ManagementRoute } from "./call";
import { workloadRoutes } from "./workload-routes";

const TYPE = "Microsoft.App/containerApps";
const API_VERSIONS = ["2025-07-01"];

const variable = z.strictObject({
  name: z.string(),
  value: z.string().optional(),
  secretRef: z.string().optional(),
});

const container = z.strictObject({
  name: z.string(),
  image: z.string(),
  args: z.array(z.string()).optional(),
  command: z.array(z.string()).optional(),
  env: z.array(variable),
  probes: z.tuple([]),
  volumeMounts: z.tuple([]),
  resources: z.strictObject({
    cpu: z.number(),
    memory: z.string(),
    ephemeralStorage: z.string(),
  }),
});

const template = z.strictObject({
  containers: z.array(container).min(1),
  initContainers: z.tuple([]),
  volumes: z.tuple([]),
  scale: z.strictObject({
    minReplicas: z.number().optional(),
    maxReplicas: z.number(),
    cooldownPeriod: z.number(),
    pollingInterval: z.number(),
  }),
  revisionSuffix: z.literal("").optional(),
  terminationGracePeriodSeconds: z.number().optional(),
});

/** Of what is not given, azurerm sends an empty text. */
const registry = z.strictObject({
  server: z.string(),
  username: z.string(),
  passwordSecretRef: z.string(),
  identity: z.string(),
});

const secret = z.strictObject({
  name: z.string(),
  value: z.string(),
  identity: z.literal("").optional(),
  keyVaultUrl: z.literal("").optional(),
});

const configuration = z.strictObject({
  activeRevisionsMode: z.enum(["Single", "Multiple"]),
  maxInactiveRevisions: z.number(),
  registries: z.array(registry).optional(),
  secrets: z.array(secret).optional(),
});

const newApp = z.strictObject({
  ...{ id: told, name: told, type: told },
  location,
  tags: tags.optional(),
  identity: identity.optional(),
  properties: z.strictObject({
    managedEnvironmentId: z.string(),
    workloadProfileName: z.literal("").optional(),
    configuration,
    template,
    latestRevisionName: told,
    customDomainVerificationId: told,
    outboundIpAddresses: told,
    provisioningState: told,
  }),
});

type Configuration = z.infer<typeof configuration>;
type Template = z.infer<typeof template>;

const routes = workloadRoutes({
  type: TYPE,
  apiVersions: API_VERSIONS,
  schema: newApp,
  split: ({ identity: own, properties: { managedEnvironmentId, ...given } }) => {
    const { secrets, ...others } = given.configuration;
    const made = templateOf(given.template);
    const hidden = Object.fromEntries((secrets ?? []).map(({ name, value }) => [name, value]));
    return {
      body: {
        identity: own,
        properties: {
          managedEnvironmentId,
          workloadProfileName: "",
          configuration: { ...others, secrets: Object.keys(hidden).map((name) => ({ name })) },
          template: made,
          latestRevisionName: revisionOf(made),
          customDomainVerificationId: VERIFICATION_ID,
          outboundIpAddresses: [],
          provisioningState: "Succeeded",
        },
      },
      hidden,
      logins: loginsOf(given.configuration, hidden),
    };
  },
});

/** https://learn.microsoft.com/rest/api/resource-manager/containerapps/container-apps */
export const containerApps = {
  "GET /containerApps/{name}": routes.get,
  "PUT /containerApps/{name}": routes.put,
  "DELETE /containerApps/{name}": routes.delete,

  "POST /containerApps/{name}/listSecrets": {
    ...routes.get,
    path: `${routes.get.path}/listSecrets`,
    answer: ({ cloud }, id, group, name) => {
      const { hidden = {} } = cloud.subscription(id).workload(TYPE, group, name);
      return ok({ value: Object.entries(hidden).map(([key, value]) => ({ name: key, value })) });
    },
  },
} satisfies Record<string, ManagementRoute>;

/** @throws AzureError where it names a secret that it lacks */
function loginsOf(
  { registries = [] }: Configuration,
  secrets: Readonly<Record<string, string>>,
): Workload["logins"] {
  const logins = registries.flatMap(({ server, username, passwordSecretRef }) => {
    if (passwordSecretRef === "") {
      return [];
    }
    const password = secrets[passwordSecretRef];
    if (password === undefined) {
      // The code is known from those who met it, the sentence is not.
      throw new AzureError(
        400,
        "ContainerAppRegistriesPasswordSecretRefNotFound",
        `PasswordSecretRef '${passwordSecretRef}' defined for registry server '${server}' not found.`,
      );
    }
    return [
      [`registries/${server}/username`, username],
      [`registries/${server}/password`, password],
    ];
  });
  return Object.fromEntries(logins) as Record<string, string>;
}

function templateOf({ containers, ...others }: Template): Template {
  return {
    ...others,
    containers: containers.map(({ resources, ...one }) => ({
      ...one,
      resources: { ...resources, ephemeralStorage: ephemeralStorage(resources.cpu) },
    })),
  };
}

/** https://learn.microsoft.com/azure/container-apps/storage-mounts#ephemeral-storage */
function ephemeralStorage(cpu: number): string {
  return cpu <= 0.25 ? "1Gi" : cpu <= 0.5 ? "2Gi" : cpu <= 1 ? "4Gi" : "8Gi";
}

/** Azure makes a new revision for another template, and for nothing else. */
function revisionOf(given: Template): string {
  const { containers, scale } = given;
  const digest = createHash("sha256").update(JSON.stringify({ containers, scale }));
  return digest.digest("hex").slice(0, 7);
}

const VERIFICATION_ID = "5A9D80".padEnd(64, "0");
