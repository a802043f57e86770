import { flagIn, objectIn, textIn } from "../provider/answers";
import { requiredText, textMap } from "../provider/arguments";
import type { ResourceType } from "../provider/resource-type";
import { notEmpty, only, textRule } from "../provider/rules";
import { arm, normalLocation, resourceGroupName, tagsOf } from "./arm";
import { ArmResource, flattenIdentity, NO_IDENTITY } from "./arm-resource";

const QUERY = { "api-version": "2025-07-01" };

export const ENVIRONMENT = new ArmResource({
  resource: "azurerm_container_app_environment",
  title: "Managed Environment",
  namespace: "Microsoft.App",
  collection: "managedEnvironments",
  query: QUERY,
  reading: "reading",
});

const environmentName = textRule((text, argument) =>
  /^[a-zA-Z][a-zA-Z0-9-]{0,58}[a-z]?$/.test(text) && !text.endsWith("-")
    ? undefined
    : `"${argument}" must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character. The length must not be more than 60 characters`,
);

/** azurerm, internal/services/containerapps/container_app_environment_resource.go */
export const containerAppEnvironment: ResourceType = {
  type: "azurerm_container_app_environment",
  binding: "@cdktf/provider-azurerm/lib/container-app-environment",
  sensitive: ["dapr_application_insights_connection_string"],
  arguments: {
    name: { forceNew: true, expected: environmentName },
    resource_group_name: { forceNew: true, expected: resourceGroupName },
    location: {
      forceNew: true,
      expected: notEmpty,
      normal: normalLocation,
      stored: normalLocation,
    },
    internal_load_balancer_enabled: { forceNew: true, default: false, expected: only(false) },
    zone_redundancy_enabled: { forceNew: true, default: false, expected: only(false) },
    mutual_tls_enabled: { default: false, expected: only(false) },
    tags: {},
  },
  checkImportId: (id) => {
    ENVIRONMENT.parse(id);
  },

  create(session, planned, made) {
    const isEnabled = { enabled: false };
    const body = {
      name: requiredText(planned, "name"),
      location: requiredText(planned, "location"),
      tags: textMap(planned, "tags"),
      identity: NO_IDENTITY,
      properties: {
        appLogsConfiguration: { destination: "" },
        peerAuthentication: { mtls: isEnabled },
        peerTrafficConfiguration: { encryption: isEnabled },
        vnetConfiguration: {},
        zoneRedundant: false,
      },
    };
    ENVIRONMENT.create(session, planned, body, made);
  },

  read(session, state) {
    const found = ENVIRONMENT.find(session, state);
    if (found === undefined) {
      return undefined;
    }
    const { name, resourceGroupName: group } = ENVIRONMENT.parse(requiredText(state, "id"));
    const properties = objectIn(found, "properties") ?? {};
    const domain = objectIn(properties, "customDomainConfiguration") ?? {};
    const mtls = objectIn(objectIn(properties, "peerAuthentication") ?? {}, "mtls") ?? {};
    return {
      name,
      resource_group_name: group,
      location: normalLocation(textIn(found, "location")),
      tags: tagsOf(found),
      identity: flattenIdentity(found),
      dapr_application_insights_connection_string: "",
      log_analytics_workspace_id: "",
      logs_destination: "",
      infrastructure_resource_group_name: "",
      infrastructure_subnet_id: "",
      internal_load_balancer_enabled: false,
      public_network_access: textIn(properties, "publicNetworkAccess"),
      zone_redundancy_enabled: flagIn(properties, "zoneRedundant"),
      mutual_tls_enabled: flagIn(mtls, "enabled"),
      workload_profile: [],
      custom_domain_verification_id: textIn(domain, "customDomainVerificationId"),
      default_domain: textIn(properties, "defaultDomain"),
      docker_bridge_cidr: "",
      platform_reserved_cidr: "",
      platform_reserved_dns_ip_address: "",
      static_ip_address: textIn(properties, "staticIp"),
    };
  },

  update(session, planned) {
    const path = requiredText(planned, "id");
    const body = {
      name: requiredText(planned, "name"),
      location: requiredText(planned, "location"),
      tags: textMap(planned, "tags"),
      properties: {},
    };
    arm(`updating ${ENVIRONMENT.called(path)}`, () =>
      session.management.patch({ path, query: QUERY, body }),
    );
  },

  delete: (session, state) => {
    ENVIRONMENT.delete(session, state);
  },
};
