import { isDeepStrictEqual } from "node:util";
import type { JsonObject } from "../cloud/api";
import { NotModelled } from "../not-modelled";
import { objectIn, objectsIn, textIn, textsIn } from "../provider/answers";
import { blocks, hasChange, requiredText, text, textMap, texts } from "../provider/arguments";
import type { ResourceType } from "../provider/resource-type";
import { notEmpty, oneOf, only } from "../provider/rules";
import type { Value, Values } from "../schema/values";
import { arm, type AzurermVersion, normalLocation, resourceGroupName, tagsOf } from "./arm";
import { ArmResource, expandIdentity, flattenIdentity, IDENTITY } from "./arm-resource";

/** azurerm, internal/services/containers/container_group_resource.go */
export function containerGroup(version: AzurermVersion): ResourceType {
  const query = { "api-version": version === "4.55.0" ? "2023-05-01" : "2025-09-01" };
  const group = new ArmResource({
    resource: "azurerm_container_group",
    title: "Container Group",
    namespace: "Microsoft.ContainerInstance",
    collection: "containerGroups",
    query,
  });
  return {
    type: "azurerm_container_group",
    binding: "@cdktf/provider-azurerm/lib/container-group",
    deprecated: ["network_profile_id"],
    sensitive: SENSITIVE,
    arguments: {
      name: { forceNew: true, expected: notEmpty },
      resource_group_name: { forceNew: true, expected: resourceGroupName },
      location: {
        forceNew: true,
        expected: notEmpty,
        normal: normalLocation,
        stored: normalLocation,
      },
      os_type: { forceNew: true, expected: oneOf("Linux", "Windows") },
      // The default needs ports, which are not modelled.
      ip_address_type: { forceNew: true, default: "Public", expected: only("None") },
      sku: { forceNew: true, default: "Standard", expected: only("Standard") },
      restart_policy: {
        forceNew: true,
        default: "Always",
        expected: oneOf("Always", "Never", "OnFailure"),
      },
      dns_name_label_reuse_policy: {
        forceNew: true,
        default: "Unsecure",
        expected: only("Unsecure"),
      },
      container: {
        forceNew: true,
        block: {
          name: {},
          image: {},
          cpu: {},
          memory: {},
          commands: {},
          environment_variables: {},
        },
      },
      image_registry_credential: {
        forceNew: true,
        block: { server: {}, username: {}, password: {}, user_assigned_identity_id: {} },
      },
      identity: { block: IDENTITY },
      tags: {},
    },
    checkPlan(_, planned, prior) {
      if (planned.ip_address_type !== "None") {
        throw new NotModelled("an azurerm_container_group whose `ip_address_type` is not None");
      }
      const isReplaced =
        prior !== undefined &&
        !isDeepStrictEqual(prior.image_registry_credential, planned.image_registry_credential);
      if (prior !== undefined && !isReplaced && hasChange(planned, prior, "identity")) {
        throw new NotModelled("a change of `identity` of an azurerm_container_group");
      }
    },
    checkImportId: (id) => {
      group.parse(id);
    },

    create(session, planned, made) {
      const body = {
        location: normalLocation(requiredText(planned, "location")),
        tags: textMap(planned, "tags"),
        identity: expandIdentity(planned),
        properties: {
          sku: requiredText(planned, "sku"),
          osType: requiredText(planned, "os_type"),
          restartPolicy: requiredText(planned, "restart_policy"),
          containers: blocks(planned, "container").map(expandContainer),
          imageRegistryCredentials: blocks(planned, "image_registry_credential").map(
            (credential) => ({
              server: requiredText(credential, "server"),
              username: text(credential, "username"),
              password: text(credential, "password"),
              identity: text(credential, "user_assigned_identity_id"),
            }),
          ),
        },
      };
      group.create(session, planned, body, made);
    },

    read(session, state) {
      const found = group.find(session, state);
      if (found === undefined) {
        return undefined;
      }
      const { name, resourceGroupName: groupName } = group.parse(requiredText(state, "id"));
      const properties = objectIn(found, "properties") ?? {};
      return {
        name,
        resource_group_name: groupName,
        location: normalLocation(textIn(found, "location")),
        tags: tagsOf(found),
        identity: flattenIdentity(found),
        sku: textIn(properties, "sku"),
        os_type: textIn(properties, "osType"),
        restart_policy: textIn(properties, "restartPolicy"),
        dns_name_label_reuse_policy: "Unsecure",
        container: objectsIn(properties, "containers").map(flattenContainer),
        image_registry_credential: flattenCredentials(properties, state),
      };
    },

    update(session, planned) {
      const path = requiredText(planned, "id");
      const body = { tags: textMap(planned, "tags") };
      arm(`updating tags ${group.called(path)}`, () =>
        session.management.patch({ path, query, body }),
      );
    },

    delete(session, state) {
      if (group.find(session, state) !== undefined) {
        group.delete(session, state);
      }
    },
  };
}

const SENSITIVE = [
  ...["container", "init_container"].flatMap((block) =>
    ["secure_environment_variables", "volume.secret", "volume.storage_account_key"].map(
      (path) => `${block}.${path}`,
    ),
  ),
  "diagnostics.log_analytics.workspace_key",
  "image_registry_credential.password",
];

function expandContainer(container: Values): JsonObject {
  const { cpu = null, memory = null } = container;
  return {
    name: requiredText(container, "name"),
    properties: {
      image: requiredText(container, "image"),
      command: texts(container, "commands"),
      environmentVariables: Object.entries(textMap(container, "environment_variables")).map(
        ([name, value]) => ({ name, value }),
      ),
      ports: [],
      resources: { requests: { cpu: Number(cpu), memoryInGB: Number(memory) } },
    },
  };
}

function flattenContainer(container: JsonObject): Values {
  const properties = objectIn(container, "properties") ?? {};
  const requests = objectIn(objectIn(properties, "resources") ?? {}, "requests") ?? {};
  const variables = objectsIn(properties, "environmentVariables").map(
    (variable): [string, string] => [textIn(variable, "name"), textIn(variable, "value")],
  );
  return {
    name: textIn(container, "name"),
    image: textIn(properties, "image"),
    cpu: Number(requests.cpu),
    memory: Number(requests.memoryInGB),
    commands: textsIn(properties, "command"),
    environment_variables: variables.length === 0 ? null : Object.fromEntries(variables),
  };
}

/** Azure tells no password: it is the one that the state has for the same server. */
function flattenCredentials(properties: JsonObject, state: Values): Value {
  const known = blocks(state, "image_registry_credential");
  return objectsIn(properties, "imageRegistryCredentials").map((credential, position) => {
    const before = known[position];
    const server = textIn(credential, "server");
    return {
      server,
      username: textIn(credential, "username") || null,
      user_assigned_identity_id: textIn(credential, "identity") || null,
      password: (before?.server === server ? before.password : null) ?? null,
    };
  });
}
