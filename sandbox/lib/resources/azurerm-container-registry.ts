import type { JsonObject } from "../cloud/api";
import { NotModelled } from "../not-modelled";
import { flagIn, objectIn, textIn, textsIn } from "../provider/answers";
import { flag, hasChange, requiredText, textMap } from "../provider/arguments";
import { ProviderError } from "../provider/provider-error";
import {
  fixed,
  generated,
  IN_RESOURCE_GROUP,
  named,
  ResourceIdType,
  resourceProvider,
} from "../provider/resource-id";
import type { DataSourceType, ResourceType } from "../provider/resource-type";
import { all, length, notEmpty, oneOf, only, type Rule, textRule } from "../provider/rules";
import type { Session } from "../provider/session";
import type { Value, Values } from "../schema/values";
import {
  alreadyExists,
  arm,
  type AzurermVersion,
  called,
  normalLocation,
  resourceGroupName,
  tagsOf,
} from "./arm";

const REGISTRY_ID = new ResourceIdType<"subscriptionId" | "resourceGroupName" | "registryName">(
  "Registry",
  generated([
    ...IN_RESOURCE_GROUP,
    fixed("providers"),
    resourceProvider("Microsoft.ContainerRegistry"),
    fixed("registries"),
    named("registryName"),
  ]),
);

/** azurerm, internal/services/containers/container_registry_resource.go */
export function containerRegistry(version: AzurermVersion): ResourceType {
  return {
    type: "azurerm_container_registry",
    binding: "@cdktf/provider-azurerm/lib/container-registry",
    sensitive: ["admin_password"],
    // internal/services/containers/migration/registry.go
    stateUpgrades: [tooOld, tooOld],
    arguments: {
      name: { forceNew: true, expected: NAME_RULES[version] },
      resource_group_name: { forceNew: true, expected: resourceGroupName },
      location: {
        forceNew: true,
        expected: notEmpty,
        normal: normalLocation,
        stored: normalLocation,
      },
      sku: { expected: oneOf("Basic", "Standard", "Premium") },
      admin_enabled: { default: false, expected: only(false) },
      anonymous_pull_enabled: {},
      export_policy_enabled: { default: true, expected: only(true) },
      network_rule_bypass_option: { default: "AzureServices", expected: only("AzureServices") },
      public_network_access_enabled: { default: true },
      zone_redundancy_enabled: { default: false, expected: only(false), forceNew: true },
      tags: {},
      ...OF_VERSION[version],
    },
    checkImportId: (id) => {
      REGISTRY_ID.parse(id);
    },

    checkPlan(_session, planned) {
      if (flag(planned, "anonymous_pull_enabled") && planned.sku === "Basic") {
        throw new ProviderError(
          "`anonymous_pull_enabled` can only be applied when using the Standard/Premium Sku",
        );
      }
    },

    create(session, planned, made) {
      const id = idOf({
        subscriptionId: session.subscriptionId,
        resourceGroupName: requiredText(planned, "resource_group_name"),
        registryName: requiredText(planned, "name"),
      });
      const query = API_VERSIONS[version];
      const existing = arm(`checking for presence of existing ${registryCalled(id)}`, () =>
        session.management.find(id, query),
      );
      if (existing !== undefined) {
        throw alreadyExists("azurerm_container_registry", id);
      }
      if (version === "4.55.0") {
        refuseTakenName(session, requiredText(planned, "name"));
      }
      const body = {
        location: normalLocation(requiredText(planned, "location")),
        sku: skuOf(planned),
        tags: textMap(planned, "tags"),
        properties: {
          adminUserEnabled: false,
          anonymousPullEnabled: flag(planned, "anonymous_pull_enabled"),
          dataEndpointEnabled: false,
          networkRuleBypassOptions: "AzureServices",
          policies: {
            quarantinePolicy: { status: "disabled" },
            retentionPolicy: {},
            exportPolicy: { status: "enabled" },
            ...(version === "4.55.0"
              ? { trustPolicy: {} }
              : { azureADAuthenticationAsArmPolicy: { status: "enabled" } }),
          },
          publicNetworkAccess: publicNetworkAccess(planned),
          zoneRedundancy: "Disabled",
          ...(version !== "4.55.0" && {
            roleAssignmentMode: requiredText(planned, "role_assignment_mode"),
            networkRuleBypassAllowedForTasks: false,
          }),
        },
      };
      arm(`creating ${registryCalled(id)}: performing Create`, () =>
        session.management.put({ path: id, query, body }),
      );
      made({ id });
    },

    read(session, state) {
      const id = requiredText(state, "id");
      const query = API_VERSIONS[version];
      const found = arm(`retrieving ${registryCalled(id)}`, () =>
        session.management.find(id, query),
      );
      if (found === undefined) {
        return undefined;
      }
      arm(`retrieving replications for ${registryCalled(id)}`, () =>
        session.management.list(`${id}/replications`, query),
      );
      return resourceAttributes(id, found);
    },

    update(session, planned, prior) {
      const id = requiredText(planned, "id");
      const query = API_VERSIONS[version];
      const patch = (body: JsonObject): void => {
        session.management.patch({ path: id, query, body });
      };
      const applySku = (): void => {
        const doing = `applying sku ${JSON.stringify(planned.sku)} for ${registryCalled(id)}: updating ${registryCalled(id)}: performing Update`;
        arm(doing, () => {
          patch({ sku: skuOf(planned) });
        });
      };
      const changed = (name: string): boolean => hasChange(planned, prior, name);
      // Up to the dearest one first, down from it last.
      if (changed("sku") && planned.sku === "Premium") {
        applySku();
      }
      const properties = {
        ...(changed("public_network_access_enabled") && {
          publicNetworkAccess: publicNetworkAccess(planned),
        }),
        ...(changed("anonymous_pull_enabled") && {
          anonymousPullEnabled: flag(planned, "anonymous_pull_enabled"),
        }),
        ...(changed("role_assignment_mode") && {
          roleAssignmentMode: requiredText(planned, "role_assignment_mode"),
        }),
      };
      arm(`updating ${registryCalled(id)}: performing Update`, () => {
        patch({ properties, ...(changed("tags") && { tags: textMap(planned, "tags") }) });
      });
      if (changed("sku") && planned.sku !== "Premium") {
        applySku();
      }
    },

    delete(session, state) {
      const id = requiredText(state, "id");
      arm(`deleting ${registryCalled(id)}: performing Delete`, () => {
        session.management.delete({ path: id, query: API_VERSIONS[version] });
      });
    },
  };
}

/** A registry that does not say its mode is put back to legacy from 4.81.0 on. */
const OF_VERSION: Readonly<Record<AzurermVersion, ResourceType["arguments"]>> = {
  "4.55.0": { trust_policy_enabled: { default: false, expected: only(false) } },
  "5.2.0": {
    azuread_authentication_as_arm_policy_enabled: { default: true, expected: only(true) },
    network_rule_bypass_for_tasks_enabled: { default: false, expected: only(false) },
    role_assignment_mode: {
      default: "LegacyRegistryPermissions",
      expected: oneOf("AbacRepositoryPermissions", "LegacyRegistryPermissions"),
    },
  },
};

/** azurerm, internal/services/containers/container_registry_data_source.go */
export function containerRegistryData(version: AzurermVersion): DataSourceType {
  return {
    type: "azurerm_container_registry",
    binding: "@cdktf/provider-azurerm/lib/data-azurerm-container-registry",
    // Before 4.58.0 the provider did not mark it.
    sensitive: version === "4.55.0" ? [] : ["admin_password"],
    arguments: { name: { expected: NAME_RULES[version] }, resource_group_name: {} },

    read({ management, subscriptionId }, config) {
      const id = idOf({
        subscriptionId,
        resourceGroupName: requiredText(config, "resource_group_name"),
        registryName: requiredText(config, "name"),
      });
      const found = arm(`retrieving ${registryCalled(id)}`, () =>
        management.find(id, API_VERSIONS[version]),
      );
      if (found === undefined) {
        throw new ProviderError(`${registryCalled(id)} was not found`);
      }
      return { id, ...sharedAttributes(id, found) };
    },
  };
}

const API_VERSIONS: Readonly<Record<AzurermVersion, { "api-version": string }>> = {
  "4.55.0": { "api-version": "2025-04-01" },
  "5.2.0": { "api-version": "2025-11-01" },
};

/** internal/services/containers/validate/container_registry_name.go */
const NAME_RULES: Readonly<Record<AzurermVersion, Rule>> = {
  "4.55.0": (value, name) => {
    const text = typeof value === "string" ? value : "";
    const { length } = Buffer.from(text);
    const quoted = JSON.stringify(text);
    const sentences = [
      !ALPHANUMERIC.test(text) &&
        `alpha numeric characters only are allowed in "${name}": ${quoted}`,
      length < 5 && `"${name}" cannot be less than 5 characters: ${quoted}`,
      length > 50 && `"${name}" cannot be longer than 50 characters: ${quoted} ${length}`,
    ];
    return sentences.filter((sentence) => sentence !== false);
  },
  "5.2.0": all(
    textRule((text, name) =>
      ALPHANUMERIC.test(text)
        ? undefined
        : `invalid value for ${name} (alpha numeric characters only are allowed)`,
    ),
    length(5, 50),
  ),
};

const ALPHANUMERIC = /^[a-zA-Z0-9]+$/;

/** From the first years of the provider, when a registry kept its images in a storage account. */
function tooOld(): never {
  throw new NotModelled("a state of azurerm_container_registry from before its schema version 2");
}

/** Of all the registries in Azure. */
function refuseTakenName({ management, subscriptionId }: Session, name: string): void {
  const answer = arm(`checking if the name "${name}" was available`, () =>
    management.post({
      path: `/subscriptions/${subscriptionId}/providers/Microsoft.ContainerRegistry/checkNameAvailability`,
      query: API_VERSIONS["4.55.0"],
      body: { name, type: "Microsoft.ContainerRegistry/registries" },
    }),
  );
  if (!flagIn(answer, "nameAvailable")) {
    throw new ProviderError(
      `the name "${name}" used for the Container Registry needs to be globally unique and isn't available: ${textIn(answer, "message")}`,
    );
  }
}

function publicNetworkAccess(planned: Values): string {
  if (flag(planned, "public_network_access_enabled")) {
    return "Enabled";
  }
  if (planned.sku !== "Premium") {
    throw new ProviderError(
      "`public_network_access_enabled` can only be disabled for a Premium Sku",
    );
  }
  return "Disabled";
}

function skuOf(planned: Values): JsonObject {
  const sku = requiredText(planned, "sku");
  return { name: sku, tier: sku };
}

function sharedAttributes(id: string, found: JsonObject): Values {
  const properties = objectIn(found, "properties") ?? {};
  const { registryName: name, resourceGroupName: group } = REGISTRY_ID.parse(id);
  return {
    name,
    resource_group_name: group,
    location: normalLocation(textIn(found, "location")),
    sku: textIn(objectIn(found, "sku") ?? {}, "tier"),
    tags: tagsOf(found),
    admin_enabled: flagIn(properties, "adminUserEnabled"),
    login_server: textIn(properties, "loginServer"),
    data_endpoint_enabled: flagIn(properties, "dataEndpointEnabled"),
    data_endpoint_host_names: textsIn(properties, "dataEndpointHostNames"),
  };
}

function resourceAttributes(id: string, found: JsonObject): Values {
  const properties = objectIn(found, "properties") ?? {};
  const policies = objectIn(properties, "policies") ?? {};
  const isEnabled = (policy: string): boolean =>
    textIn(objectIn(policies, policy) ?? {}, "status") === "enabled";
  return {
    ...sharedAttributes(id, found),
    // The admin user is not modelled.
    admin_username: "",
    admin_password: "",
    anonymous_pull_enabled: flagIn(properties, "anonymousPullEnabled"),
    azuread_authentication_as_arm_policy_enabled: isEnabled("azureADAuthenticationAsArmPolicy"),
    encryption: [],
    export_policy_enabled: isEnabled("exportPolicy"),
    georeplications: [],
    identity: [],
    network_rule_bypass_for_tasks_enabled: flagIn(properties, "networkRuleBypassAllowedForTasks"),
    network_rule_bypass_option: textIn(properties, "networkRuleBypassOptions"),
    network_rule_set: networkRuleSet(properties),
    public_network_access_enabled: textIn(properties, "publicNetworkAccess") === "Enabled",
    quarantine_policy_enabled: isEnabled("quarantinePolicy"),
    retention_policy_in_days: 0,
    role_assignment_mode: textIn(properties, "roleAssignmentMode"),
    trust_policy_enabled: isEnabled("trustPolicy"),
    zone_redundancy_enabled: textIn(properties, "zoneRedundancy") === "Enabled",
  };
}

function networkRuleSet(properties: JsonObject): Value {
  const set = objectIn(properties, "networkRuleSet");
  return set === undefined ? [] : [{ default_action: textIn(set, "defaultAction"), ip_rule: [] }];
}

function idOf({
  subscriptionId,
  resourceGroupName: group,
  registryName: name,
}: RegistryId): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${group}/providers/Microsoft.ContainerRegistry/registries/${name}`;
}

type RegistryId = ReturnType<typeof REGISTRY_ID.parse>;

function registryCalled(id: string): string {
  const { subscriptionId, resourceGroupName: group, registryName: name } = REGISTRY_ID.parse(id);
  return called("Registry", {
    Subscription: subscriptionId,
    "Resource Group Name": group,
    "Registry Name": name,
  });
}
