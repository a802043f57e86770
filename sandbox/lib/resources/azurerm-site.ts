// What the apps of App Service share, and how azurerm reads and writes them: internal/services/appservice.
import type { JsonObject } from "../cloud/api";
import { flagIn, objectIn, textIn, textsIn } from "../provider/answers";
import { blocks, requiredText } from "../provider/arguments";
import { ProviderError } from "../provider/provider-error";
import type { Arguments } from "../provider/resource-type";
import { notEmpty, oneOf, only, textRule, uuid } from "../provider/rules";
import type { Session } from "../provider/session";
import type { Value, Values } from "../schema/values";
import { arm, normalLocation, resourceGroupName, tagsOf } from "./arm";
import { type ArmKind, ArmResource, flattenIdentity, IDENTITY } from "./arm-resource";
import { PLAN } from "./azurerm-service-plan";

export type Settings = Readonly<Record<string, string>>;

export const REGISTRY_SETTINGS = {
  url: "DOCKER_REGISTRY_SERVER_URL",
  username: "DOCKER_REGISTRY_SERVER_USERNAME",
  password: "DOCKER_REGISTRY_SERVER_PASSWORD",
} as const;

export const SENSITIVE = [
  "custom_domain_verification_id",
  "site_credential",
  "auth_settings.active_directory.client_secret",
  "auth_settings.facebook.app_secret",
  "auth_settings.github.client_secret",
  "auth_settings.google.client_secret",
  "auth_settings.microsoft.client_secret",
  "auth_settings.twitter.consumer_secret",
  "backup.storage_account_url",
  "connection_string.value",
  "storage_account.access_key",
];

/** Arguments of an app, and what Azure calls them. */
const SITE_PROPERTIES = {
  client_affinity_enabled: "clientAffinityEnabled",
  client_certificate_enabled: "clientCertEnabled",
  client_certificate_mode: "clientCertMode",
  daily_memory_time_quota: "dailyMemoryTimeQuota",
  enabled: "enabled",
  https_only: "httpsOnly",
  virtual_network_backup_restore_enabled: "vnetBackupRestoreEnabled",
  vnet_image_pull_enabled: "vnetImagePullEnabled",
};

/** Arguments of `site_config`, and what Azure calls them. */
const CONFIG_PROPERTIES = {
  always_on: "alwaysOn",
  container_registry_managed_identity_client_id: "acrUserManagedIdentityID",
  container_registry_use_managed_identity: "acrUseManagedIdentityCreds",
  ftps_state: "ftpsState",
  http2_enabled: "http20Enabled",
  ip_restriction_default_action: "ipSecurityRestrictionsDefaultAction",
  load_balancing_mode: "loadBalancing",
  local_mysql_enabled: "localMySqlEnabled",
  managed_pipeline_mode: "managedPipelineMode",
  minimum_tls_version: "minTlsVersion",
  remote_debugging_enabled: "remoteDebuggingEnabled",
  scm_ip_restriction_default_action: "scmIpSecurityRestrictionsDefaultAction",
  scm_minimum_tls_version: "scmMinTlsVersion",
  scm_use_main_ip_restriction: "scmIpSecurityRestrictionsUseMain",
  use_32_bit_worker: "use32BitWorkerProcess",
  vnet_route_all_enabled: "vnetRouteAllEnabled",
  websockets_enabled: "webSocketsEnabled",
};

export const SITE_ARGUMENTS: Arguments = {
  name: {
    forceNew: true,
    expected: textRule((text, name) =>
      /^[0-9a-zA-Z-]{1,60}$/.test(text)
        ? undefined
        : `"${name}" may only contain alphanumeric characters and dashes and up to 60 characters in length`,
    ),
  },
  resource_group_name: { forceNew: true, expected: resourceGroupName },
  location: {
    forceNew: true,
    expected: notEmpty,
    normal: normalLocation,
    stored: normalLocation,
  },
  service_plan_id: { expected: PLAN.rule },
  client_certificate_enabled: { default: false },
  enabled: { default: true },
  https_only: { default: false },
  identity: { block: IDENTITY },
  public_network_access_enabled: { default: true, expected: only(true) },
  virtual_network_backup_restore_enabled: { default: false },
  vnet_image_pull_enabled: { default: false },
  webdeploy_publish_basic_authentication_enabled: { default: true, expected: only(true) },
  ftp_publish_basic_authentication_enabled: { default: true, expected: only(true) },
  tags: {},
};

const ACTION = { default: "Allow", expected: oneOf("Allow", "Deny") };
const TLS_VERSION = { default: "1.2", expected: oneOf("1.0", "1.1", "1.2", "1.3") };

/** Those of `site_config` that both kinds have. */
export const CONFIG_ARGUMENTS: Arguments = {
  container_registry_managed_identity_client_id: { expected: uuid },
  container_registry_use_managed_identity: { default: false },
  ftps_state: { default: "Disabled", expected: oneOf("AllAllowed", "Disabled", "FtpsOnly") },
  http2_enabled: { default: false },
  ip_restriction_default_action: ACTION,
  load_balancing_mode: {
    default: "LeastRequests",
    expected: oneOf(
      "LeastRequests",
      "WeightedRoundRobin",
      "LeastResponseTime",
      "WeightedTotalTraffic",
      "RequestHash",
      "PerSiteRoundRobin",
    ),
  },
  managed_pipeline_mode: { default: "Integrated", expected: oneOf("Classic", "Integrated") },
  minimum_tls_version: TLS_VERSION,
  remote_debugging_enabled: { default: false },
  scm_ip_restriction_default_action: ACTION,
  scm_minimum_tls_version: TLS_VERSION,
  scm_use_main_ip_restriction: { default: false },
  vnet_route_all_enabled: { default: false },
  websockets_enabled: { default: false },
};

const QUERY = { "api-version": "2023-12-01" };

/** What azurerm asks of Azure about the apps of a kind. */
export class Site extends ArmResource {
  constructor(resource: ArmKind["resource"]) {
    super({
      resource,
      title: "Linux App Service",
      named: "Site Name",
      namespace: "Microsoft.Web",
      collection: "sites",
      query: QUERY,
      reading: "reading",
    });
  }

  /** The plan must be there, and the name must be free in all of Azure. */
  check(session: Session, planned: Values): void {
    PLAN.get(session, requiredText(planned, "service_plan_id"), "reading");
    const id = this.idOf(session, planned);
    const name = requiredText(planned, "name");
    const answer = arm(`checking name availability for ${this.called(id)}`, () =>
      session.management.post({
        path: `/subscriptions/${session.subscriptionId}/providers/Microsoft.Web/checkNameAvailability`,
        query: { "api-version": "2023-01-01" },
        body: { name, type: "Microsoft.Web/sites" },
      }),
    );
    if (!flagIn(answer, "nameAvailable")) {
      throw new ProviderError(
        `the Site Name "${name}" failed the availability check: ${textIn(answer, "message")}`,
      );
    }
  }

  put(session: Session, id: string, body: JsonObject, doing = "updating"): void {
    arm(`${doing} ${this.called(id)}`, () =>
      session.management.put({ path: id, query: QUERY, body }),
    );
  }

  putSettings(session: Session, id: string, settings: Settings, doing: string): void {
    arm(`${doing} App Settings for ${this.called(id)}`, () =>
      session.management.put({
        path: `${id}/config/appSettings`,
        query: QUERY,
        body: { properties: settings },
      }),
    );
  }

  /** Of what is not modelled, azurerm sets this one in any case. */
  putNoStorageAccounts(session: Session, id: string): void {
    arm(`setting Storage Accounts for ${this.called(id)}`, () =>
      session.management.put({
        path: `${id}/config/azurestorageaccounts`,
        query: QUERY,
        body: { properties: {} },
      }),
    );
  }

  /** A change of settings may have changed it. */
  putNoLogs(session: Session, id: string): void {
    const [off, level] = [{ enabled: false }, { level: "Off" }];
    arm(`updating Logs Config for ${this.called(id)}`, () =>
      session.management.put({
        path: `${id}/config/logs`,
        query: QUERY,
        body: {
          properties: {
            applicationLogs: { azureBlobStorage: level, fileSystem: level },
            detailedErrorMessages: off,
            failedRequestsTracing: off,
            httpLogs: { azureBlobStorage: off, fileSystem: off },
          },
        },
      }),
    );
  }

  patchConfig(session: Session, id: string, properties: JsonObject): void {
    arm(`updating Site Config for ${this.called(id)}`, () =>
      session.management.patch({ path: `${id}/config/web`, query: QUERY, body: { properties } }),
    );
  }

  config(session: Session, id: string): JsonObject {
    const answer = arm(`reading Site Config for ${this.called(id)}`, () =>
      session.management.get(`${id}/config/web`, QUERY),
    );
    return objectIn(answer, "properties") ?? {};
  }

  settings(session: Session, id: string): Settings {
    const properties = this.list(session, id, "appSettings", "reading App Settings");
    return Object.fromEntries(
      Object.keys(properties).map((name) => [name, textIn(properties, name)]),
    );
  }

  /** What both kinds tell of an app. */
  flatten(session: Session, id: string, found: JsonObject): Values {
    const { name, resourceGroupName: group } = this.parse(id);
    const properties = objectIn(found, "properties") ?? {};
    const [outbound, possible] = [
      textIn(properties, "outboundIpAddresses"),
      textIn(properties, "possibleOutboundIpAddresses"),
    ];
    const credentials = this.list(
      session,
      id,
      "publishingcredentials",
      "listing Site Publishing Credential information",
    );
    return {
      ...flattenBy(SITE_PROPERTIES, properties),
      name,
      resource_group_name: group,
      location: normalLocation(textIn(found, "location")),
      tags: tagsOf(found),
      kind: textIn(found, "kind"),
      identity: flattenIdentity(found),
      service_plan_id: textIn(properties, "serverFarmId"),
      client_certificate_exclusion_paths: "",
      custom_domain_verification_id: textIn(properties, "customDomainVerificationId"),
      default_hostname: textIn(properties, "defaultHostName"),
      hosting_environment_id: "",
      key_vault_reference_identity_id: textIn(properties, "keyVaultReferenceIdentity"),
      outbound_ip_addresses: outbound,
      outbound_ip_address_list: outbound.split(","),
      possible_outbound_ip_addresses: possible,
      possible_outbound_ip_address_list: possible.split(","),
      public_network_access_enabled: true,
      webdeploy_publish_basic_authentication_enabled: true,
      ftp_publish_basic_authentication_enabled: true,
      virtual_network_subnet_id: "",
      zip_deploy_file: "",
      site_credential: [
        {
          name: textIn(credentials, "publishingUserName"),
          password: textIn(credentials, "publishingPassword"),
        },
      ],
    };
  }

  private list(session: Session, id: string, what: string, doing: string): JsonObject {
    const answer = arm(`${doing} for ${this.called(id)}`, () =>
      session.management.post({ path: `${id}/config/${what}/list`, query: QUERY }),
    );
    return objectIn(answer, "properties") ?? {};
  }
}

export function expandSite(planned: Values, siteConfig: JsonObject): JsonObject {
  return {
    ...expandBy(SITE_PROPERTIES, planned),
    serverFarmId: requiredText(planned, "service_plan_id"),
    publicNetworkAccess: "Enabled",
    vnetRouteAllEnabled: siteConfig.vnetRouteAllEnabled ?? false,
    siteConfig: { ...siteConfig, publicNetworkAccess: "Enabled" },
  };
}

export function expandConfig(
  planned: Values,
  linuxFxVersion: string,
  settings: Settings,
): JsonObject {
  const [config = {}] = blocks(planned, "site_config");
  return {
    ...expandBy(CONFIG_PROPERTIES, config),
    linuxFxVersion,
    appSettings: Object.entries(settings).map(([name, value]) => ({ name, value })),
  };
}

export function flattenConfig(config: JsonObject, stack: Values): Values {
  return {
    ...flattenBy(CONFIG_PROPERTIES, config),
    application_stack: [stack],
    api_definition_url: "",
    api_management_api_id: "",
    app_command_line: "",
    default_documents: textsIn(config, "defaultDocuments"),
    detailed_error_logging_enabled: flagIn(config, "detailedErrorLoggingEnabled"),
    health_check_eviction_time_in_min: 0,
    health_check_path: "",
    linux_fx_version: textIn(config, "linuxFxVersion"),
    minimum_tls_cipher_suite: textIn(config, "minTlsCipherSuite"),
    remote_debugging_version: textIn(config, "remoteDebuggingVersion"),
    scm_type: textIn(config, "scmType"),
    worker_count: Number(config.numberOfWorkers),
  };
}

/** An image as App Service calls it, with the host of its registry. */
export function dockerImage(registryUrl: string, image: string): string {
  return `DOCKER|${hostOf(registryUrl)}/${image}`;
}

/** The image without the host of its registry. */
export function imageIn(linuxFxVersion: string, registryUrl: string): string {
  const [, image = ""] = linuxFxVersion.split("|");
  const host = `${hostOf(registryUrl)}/`;
  return image.startsWith(host) ? image.slice(host.length) : image;
}

/** Those that a program has given itself. */
export function ownSettings(settings: Settings, managed: readonly string[]): Values {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !managed.includes(name)));
}

export function registrySettings(url: string, username: string, password: string): Settings {
  return {
    [REGISTRY_SETTINGS.url]: url,
    [REGISTRY_SETTINGS.username]: username,
    [REGISTRY_SETTINGS.password]: password,
  };
}

function hostOf(url: string): string {
  return url.replace(/^https?:\/\//, "").replace(/\/$/, "");
}

type Names = Readonly<Record<string, string>>;

function expandBy(names: Names, given: Values): JsonObject {
  return Object.fromEntries(
    Object.entries(names).flatMap(([argument, property]) => {
      const value = given[argument] ?? null;
      return typeof value === "object" ? [] : [[property, value]];
    }),
  );
}

function flattenBy(names: Names, found: JsonObject): Values {
  return Object.fromEntries(
    Object.entries(names).flatMap(([argument, property]): [string, Value][] => {
      const value = found[property] ?? null;
      return typeof value === "object" ? [] : [[argument, value]];
    }),
  );
}
