import type { Registry, Subscription } from "../cloud/subscription";
import { flag, requiredText, textMap } from "../provider/arguments";
import { ProviderError } from "../provider/provider-error";
import type { DataSourceType, ResourceType } from "../provider/resource-type";
import { notEmpty, oneOf, only, type Rule } from "../provider/rules";
import type { Values } from "../schema/values";
import { alreadyExists, arm, importIdOf, normalLocation, segmentsOf } from "./arm";

/** internal/services/containers/validate/container_registry_name.go */
const registryName: Rule = (value, name) => {
  const text = typeof value === "string" ? value : "";
  const { length } = Buffer.from(text);
  const quoted = JSON.stringify(text);
  const sentences = [
    !/^[a-zA-Z0-9]+$/.test(text) &&
      `alpha numeric characters only are allowed in "${name}": ${quoted}`,
    length < 5 && `"${name}" cannot be less than 5 characters: ${quoted}`,
    length > 50 && `"${name}" cannot be longer than 50 characters: ${quoted} ${length}`,
  ];
  return sentences.filter((sentence) => sentence !== false);
};

/**
 * azurerm 4.55.0, internal/services/containers/container_registry_resource.go. It neither reads nor writes the
 * registry's permissions mode (`role_assignment_mode` came with 4.81.0): what it creates is legacy.
 */
export const containerRegistry: ResourceType = {
  type: "azurerm_container_registry",
  binding: "@cdktf/provider-azurerm/lib/container-registry",
  sensitive: ["admin_password"],
  arguments: {
    name: {
      forceNew: true,
      expected: registryName,
    },
    resource_group_name: { forceNew: true, expected: notEmpty },
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
    network_rule_bypass_option: {
      default: "AzureServices",
      expected: only("AzureServices"),
    },
    public_network_access_enabled: { default: true },
    tags: {},
  },
  checkImportId: importIdOf(
    /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.ContainerRegistry\/registries\/[^/]+$/,
  ),

  create({ subscription }, planned, made) {
    const registry: Registry = {
      name: requiredText(planned, "name"),
      resourceGroup: requiredText(planned, "resource_group_name"),
      location: normalLocation(requiredText(planned, "location")),
      loginServer: `${requiredText(planned, "name").toLowerCase()}.azurecr.io`,
      permissionsMode: "legacy",
      ...changeable(planned),
    };
    const id = subscription.registryId(registry.resourceGroup, registry.name);
    if (subscription.findRegistry(registry.resourceGroup, registry.name) !== undefined) {
      throw alreadyExists("azurerm_container_registry", id);
    }
    arm(`creating Registry "${registry.name}"`, () => {
      subscription.createRegistry(registry);
    });
    made({ id });
  },

  read({ subscription }, state) {
    const found = find(subscription, state);
    return found && attributesOf(subscription, found);
  },

  update({ subscription }, planned) {
    const found = find(subscription, planned);
    if (found === undefined) {
      throw new ProviderError(
        `updating Registry "${requiredText(planned, "name")}": it was not found`,
      );
    }
    Object.assign(found, changeable(planned));
  },

  delete({ subscription }, state) {
    const found = find(subscription, state);
    if (found !== undefined) {
      subscription.deleteRegistry(found);
    }
  },
};

/** azurerm 4.55.0, internal/services/containers/container_registry_data_source.go */
export const containerRegistryData: DataSourceType = {
  type: "azurerm_container_registry",
  binding: "@cdktf/provider-azurerm/lib/data-azurerm-container-registry",
  // Before 4.58.0 the provider did not mark admin_password, so neither does this.
  arguments: { name: { expected: notEmpty }, resource_group_name: { expected: notEmpty } },

  read({ subscription }, config) {
    const name = requiredText(config, "name");
    const resourceGroup = requiredText(config, "resource_group_name");
    const found = subscription.findRegistry(resourceGroup, name);
    if (found === undefined) {
      throw new ProviderError(
        `Registry (Subscription: "${subscription.id}"\nResource Group Name: "${resourceGroup}"\nRegistry Name: "${name}") was not found`,
      );
    }
    return attributesOf(subscription, found);
  },
};

function find(subscription: Subscription, values: Values): Registry | undefined {
  const { resourceGroups = "", registries = "" } = segmentsOf(requiredText(values, "id"));
  return subscription.findRegistry(resourceGroups, registries);
}

function changeable(
  planned: Values,
): Pick<Registry, "sku" | "anonymousPullEnabled" | "publicNetworkAccessEnabled" | "tags"> {
  return {
    sku: requiredText(planned, "sku"),
    anonymousPullEnabled: flag(planned, "anonymous_pull_enabled"),
    publicNetworkAccessEnabled: flag(planned, "public_network_access_enabled"),
    tags: textMap(planned, "tags"),
  };
}

function attributesOf(subscription: Subscription, registry: Registry): Values {
  return {
    id: subscription.registryId(registry.resourceGroup, registry.name),
    name: registry.name,
    resource_group_name: registry.resourceGroup,
    location: registry.location,
    login_server: registry.loginServer,
    sku: registry.sku,
    public_network_access_enabled: registry.publicNetworkAccessEnabled,
    tags: registry.tags,
  };
}
