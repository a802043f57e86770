import { createHash } from "node:crypto";
import { z } from "zod";
import { type JsonObject, ok } from "../api";
import { AzureError } from "../azure-error";
import type { Workload } from "../workloads";
import { bodyOf, identity, location, tags, told } from "./body";
import type { ManagementCall, ManagementRoute } from "./call";
import { workloadRoutes } from "./workload-routes";

const TYPE = "Microsoft.Web/sites";
const API_VERSIONS = ["2023-12-01"];

/** What a site is configured as where nobody says anything. */
const SITE_CONFIG = {
  acrUseManagedIdentityCreds: false,
  acrUserManagedIdentityID: "",
  alwaysOn: false,
  autoHealEnabled: false,
  detailedErrorLoggingEnabled: false,
  ftpsState: "FtpsOnly",
  functionAppScaleLimit: 0,
  functionsRuntimeScaleMonitoringEnabled: false,
  http20Enabled: false,
  ipSecurityRestrictionsDefaultAction: "Allow",
  linuxFxVersion: "",
  loadBalancing: "LeastRequests",
  localMySqlEnabled: false,
  managedPipelineMode: "Integrated",
  minTlsCipherSuite: "",
  minTlsVersion: "1.2",
  minimumElasticInstanceCount: 0,
  numberOfWorkers: 1,
  preWarmedInstanceCount: 0,
  publicNetworkAccess: "Enabled",
  remoteDebuggingEnabled: false,
  remoteDebuggingVersion: "VS2022",
  scmIpSecurityRestrictionsDefaultAction: "Allow",
  scmIpSecurityRestrictionsUseMain: false,
  scmMinTlsVersion: "1.2",
  scmType: "None",
  use32BitWorkerProcess: true,
  vnetRouteAllEnabled: false,
  webSocketsEnabled: false,
};

const DEFAULT_DOCUMENTS = ["index.html", "hostingstart.html"];

const siteConfig = z.strictObject({
  ...Object.fromEntries(
    Object.entries(SITE_CONFIG).map(([name, value]) => [name, likeWise(value).optional()]),
  ),
  defaultDocuments: z.array(z.string()).optional(),
  appSettings: z.array(z.strictObject({ name: z.string(), value: z.string() })).optional(),
});

const newSite = z.strictObject({
  ...{ id: told, name: told, type: told },
  kind: z.string().optional(),
  location,
  tags: tags.nullish(),
  identity: identity.optional(),
  properties: z.strictObject({
    clientAffinityEnabled: z.boolean().optional(),
    clientCertEnabled: z.boolean(),
    clientCertMode: z.string(),
    dailyMemoryTimeQuota: z.number().optional(),
    enabled: z.boolean(),
    httpsOnly: z.boolean(),
    publicNetworkAccess: z.literal("Enabled"),
    serverFarmId: z.string(),
    siteConfig,
    vnetBackupRestoreEnabled: z.boolean(),
    vnetImagePullEnabled: z.boolean(),
    vnetRouteAllEnabled: z.boolean().optional(),
    customDomainVerificationId: told,
    defaultHostName: told,
    keyVaultReferenceIdentity: told,
    outboundIpAddresses: told,
    possibleOutboundIpAddresses: told,
  }),
});

const settings = z.strictObject({ properties: z.record(z.string(), z.string()) });
const configuration = z.strictObject({ properties: siteConfig });

const NO_LOGS = {
  applicationLogs: { azureBlobStorage: { level: "Off" }, fileSystem: { level: "Off" } },
  detailedErrorMessages: { enabled: false },
  failedRequestsTracing: { enabled: false },
  httpLogs: { azureBlobStorage: { enabled: false }, fileSystem: { enabled: false } },
};

const noAccounts = z.strictObject({ properties: z.strictObject({}) });
const off = z.strictObject({ enabled: z.literal(false) });
const levelOff = z.strictObject({ level: z.literal("Off") });
const noLogs = z.strictObject({
  properties: z.strictObject({
    applicationLogs: z.strictObject({ azureBlobStorage: levelOff, fileSystem: levelOff }),
    detailedErrorMessages: off,
    failedRequestsTracing: off,
    httpLogs: z.strictObject({ azureBlobStorage: off, fileSystem: off }),
  }),
});

type Settings = Readonly<Record<string, string>>;

const routes = workloadRoutes({
  type: TYPE,
  apiVersions: API_VERSIONS,
  newStatus: 200,
  schema: newSite,
  split: (given, { name, existing }) => {
    const { appSettings, ...config } = given.properties.siteConfig;
    const hidden = settingsIn(appSettings) ?? existing?.hidden ?? {};
    return {
      body: {
        kind: given.kind ?? "app,linux,container",
        identity: given.identity,
        properties: {
          customDomainVerificationId: "5A9D80".padEnd(64, "0"),
          defaultHostName: `${name.toLowerCase()}.azurewebsites.net`,
          keyVaultReferenceIdentity: "SystemAssigned",
          outboundIpAddresses: "203.0.113.20",
          possibleOutboundIpAddresses: "203.0.113.20,203.0.113.21",
          ...given.properties,
          siteConfig: { ...configOf(existing), ...config },
        } as JsonObject,
      },
      hidden,
      logins: loginsOf(hidden),
    };
  },
});

const at = (path: string): Omit<ManagementRoute, "answer"> => ({
  path: `${routes.get.path}/${path}`,
  type: TYPE,
  apiVersions: API_VERSIONS,
});

/** https://learn.microsoft.com/rest/api/appservice/web-apps: settings are told only to who lists them. */
export const sites = {
  "GET /sites/{name}": routes.get,
  "PUT /sites/{name}": {
    ...routes.put,
    answer: (call, id, group, name) => {
      const isOwn = call.cloud.subscription(id).findWorkload(TYPE, group, name) !== undefined;
      if (!isOwn && isTaken(call, name)) {
        throw new AzureError(409, "Conflict", `Website with given name ${name} already exists.`);
      }
      return routes.put.answer(call, id, group, name);
    },
  },
  "DELETE /sites/{name}": { ...routes.delete, options: ["deleteEmptyServerFarm", "deleteMetrics"] },

  "POST /sites/checkNameAvailability": {
    path: "/subscriptions/{id}/providers/Microsoft.Web/checkNameAvailability",
    type: "Microsoft.Web/checknameavailability",
    apiVersions: ["2023-01-01"],
    answer: (call) => {
      const { name } = bodyOf(call, nameToCheck, TYPE);
      return isTaken(call, name)
        ? ok({
            nameAvailable: false,
            reason: "AlreadyExists",
            message: `Hostname '${name}' already exists. Please select a different name.`,
          })
        : ok({ nameAvailable: true, reason: "", message: "" });
    },
  },

  "GET /sites/{name}/config/web": {
    ...at("config/web"),
    answer: ({ cloud }, id, group, name) => {
      const site = cloud.subscription(id).workload(TYPE, group, name);
      return ok({ properties: configOf(site) });
    },
  },

  "PATCH /sites/{name}/config/web": {
    ...at("config/web"),
    answer: (call, id, group, name) => {
      const subscription = call.cloud.subscription(id);
      const site = subscription.workload(TYPE, group, name);
      const { appSettings, ...config } = bodyOf(call, configuration, TYPE).properties;
      const hidden = settingsIn(appSettings) ?? site.hidden ?? {};
      const changed = { ...configOf(site), ...config } as JsonObject;
      subscription.putWorkload({
        ...site,
        body: {
          ...site.body,
          properties: { ...(site.body.properties as JsonObject), siteConfig: changed },
        },
        hidden,
        logins: loginsOf(hidden),
      });
      return ok({ properties: changed });
    },
  },

  "PUT /sites/{name}/config/appSettings": {
    ...at("config/appSettings"),
    answer: (call, id, group, name) => {
      const subscription = call.cloud.subscription(id);
      const site = subscription.workload(TYPE, group, name);
      const { properties: hidden } = bodyOf(call, settings, TYPE);
      subscription.putWorkload({ ...site, hidden, logins: loginsOf(hidden) });
      return ok({ properties: hidden });
    },
  },

  "POST /sites/{name}/config/appSettings/list": {
    ...at("config/appSettings/list"),
    answer: ({ cloud }, id, group, name) => {
      const { hidden = {} } = cloud.subscription(id).workload(TYPE, group, name);
      return ok({ properties: hidden });
    },
  },

  "POST /sites/{name}/config/publishingcredentials/list": {
    ...at("config/publishingcredentials/list"),
    answer: ({ cloud }, id, group, name) => {
      const site = cloud.subscription(id).workload(TYPE, group, name);
      const publishingPassword = createHash("sha256").update(site.id).digest("hex");
      return ok({ properties: { publishingUserName: `$${site.name}`, publishingPassword } });
    },
  },

  "POST /sites/{name}/config/authsettings/list": unset("config/authsettings/list"),
  "POST /sites/{name}/config/azurestorageaccounts/list": unset("config/azurestorageaccounts/list"),
  "POST /sites/{name}/config/connectionStrings/list": unset("config/connectionStrings/list"),
  "PUT /sites/{name}/config/azurestorageaccounts": left("config/azurestorageaccounts", noAccounts),
  "GET /sites/{name}/config/logs": unset("config/logs", NO_LOGS),
  "PUT /sites/{name}/config/logs": left("config/logs", noLogs),
  "GET /sites/{name}/config/slotConfigNames": unset("config/slotConfigNames"),
  "GET /sites/{name}/basicPublishingCredentialsPolicies/ftp": unset(
    "basicPublishingCredentialsPolicies/ftp",
    { allow: true },
  ),
  "GET /sites/{name}/basicPublishingCredentialsPolicies/scm": unset(
    "basicPublishingCredentialsPolicies/scm",
    { allow: true },
  ),
  "POST /sites/{name}/config/backup/list": absent("config/backup/list"),
  // Whoever waits for the credentials is told this at the end.
  "GET /sites/{name}/config/publishingcredentials": absent("config/publishingcredentials"),
} satisfies Record<string, ManagementRoute>;

const nameToCheck = z.strictObject({ name: z.string(), type: z.literal("Microsoft.Web/sites") });

/** What of a site is not modelled, as it is where nobody has set it. */
function unset(path: string, properties: JsonObject = {}): ManagementRoute {
  return {
    ...at(path),
    answer: ({ cloud }, id, group, name) => {
      cloud.subscription(id).workload(TYPE, group, name);
      return ok({ properties });
    },
  };
}

function absent(path: string): ManagementRoute {
  return {
    ...at(path),
    answer: () => {
      throw new AzureError(404, "NotFound", `There is no ${path}.`);
    },
  };
}

/** The same, set to what it is. */
function left(path: string, schema: z.ZodType): ManagementRoute {
  return {
    ...at(path),
    answer: (call, id, group, name) => {
      call.cloud.subscription(id).workload(TYPE, group, name);
      bodyOf(call, schema, TYPE);
      return ok({ properties: {} });
    },
  };
}

/** The sites of all of Azure share one domain. */
function isTaken({ cloud }: ManagementCall, name: string): boolean {
  return [...cloud.subscriptions.values()]
    .flatMap(({ workloads }) => [...workloads.values()])
    .some((one) => one.type === TYPE && one.name.toLowerCase() === name.toLowerCase());
}

function settingsIn(
  pairs: readonly { readonly name: string; readonly value: string }[] | undefined,
): Settings | undefined {
  return pairs && Object.fromEntries(pairs.map(({ name, value }) => [name, value]));
}

function configOf(site: Workload | undefined): JsonObject {
  const properties = (site?.body.properties ?? {}) as JsonObject;
  return {
    ...SITE_CONFIG,
    defaultDocuments: DEFAULT_DOCUMENTS,
    ...(properties.siteConfig as JsonObject | undefined),
  };
}

/** What it logs in to a registry with, unless by an identity. */
function loginsOf(given: Settings): Workload["logins"] {
  const {
    DOCKER_REGISTRY_SERVER_USERNAME: username = "",
    DOCKER_REGISTRY_SERVER_PASSWORD: password = "",
  } = given;
  return username === "" || password === ""
    ? {}
    : {
        "config/appSettings/DOCKER_REGISTRY_SERVER_USERNAME": username,
        "config/appSettings/DOCKER_REGISTRY_SERVER_PASSWORD": password,
      };
}

function likeWise(value: boolean | number | string): z.ZodType {
  return { boolean: z.boolean(), number: z.number(), string: z.string() }[
    typeof value as "boolean" | "number" | "string"
  ];
}
