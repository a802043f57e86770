import type { Json, JsonObject } from "../cloud/api";
import { objectIn, objectsIn, textIn, textsIn } from "../provider/answers";
import { blocks, hasChange, requiredText, text, textMap, texts } from "../provider/arguments";
import { ProviderError } from "../provider/provider-error";
import type { Arguments, ResourceType } from "../provider/resource-type";
import { atLeastOne, between, notEmpty, numberRule, oneOf, textRule } from "../provider/rules";
import type { Session } from "../provider/session";
import type { Values } from "../schema/values";
import { arm, normalLocation, resourceGroupName, tagsOf } from "./arm";
import {
  ArmResource,
  expandIdentity,
  flattenIdentity,
  IDENTITY,
  NO_IDENTITY,
} from "./arm-resource";
import { ENVIRONMENT } from "./azurerm-container-app-environment";

const QUERY = { "api-version": "2025-07-01" };

const APP = new ArmResource({
  resource: "azurerm_container_app",
  title: "Container App",
  namespace: "Microsoft.App",
  collection: "containerApps",
  query: QUERY,
  reading: "reading",
});

const NAME_RULE = "start with an alphabetic character, and end with an alphanumeric character";

const CONTAINER: Arguments = {
  name: {
    expected: textRule((name, argument) =>
      /^[a-z0-9]([a-z0-9-.]{0,44}[a-z0-9_])?$/.test(name)
        ? undefined
        : `"${argument}" must consist of lower case alphanumeric characters, '-', or '.', ${NAME_RULE}. The length must not be more than 46 characters`,
    ),
  },
  image: { expected: notEmpty },
  cpu: {
    expected: numberRule((number, name) =>
      number >= 0.1
        ? undefined
        : `expected ${name} to be at least (0.100000), got ${number.toFixed(6)}`,
    ),
  },
  memory: { expected: notEmpty },
  args: {},
  command: {},
  env: { block: { name: { expected: notEmpty }, value: {}, secret_name: {} } },
};

/** azurerm, internal/services/containerapps/container_app_resource.go and helpers/container_apps.go */
export const containerApp: ResourceType = {
  type: "azurerm_container_app",
  binding: "@cdktf/provider-azurerm/lib/container-app",
  sensitive: ["custom_domain_verification_id", "secret.value"],
  arguments: {
    name: {
      forceNew: true,
      expected: textRule((name, argument) =>
        /^([a-z]|[a-z0-9][a-z0-9-.]{0,30}[a-z0-9_])$/.test(name) && !name.includes("--")
          ? undefined
          : `"${argument}" must consist of lower case alphanumeric characters or '-', ${NAME_RULE} and cannot have '--'. The length must not be more than 32 characters`,
      ),
    },
    resource_group_name: { forceNew: true, expected: resourceGroupName },
    container_app_environment_id: { forceNew: true, expected: ENVIRONMENT.rule },
    revision_mode: { expected: oneOf("Single", "Multiple") },
    template: {
      block: {
        container: { block: CONTAINER },
        min_replicas: { default: 0, expected: between(0, 300) },
        max_replicas: { default: 10, expected: between(1, 300) },
        cooldown_period_in_seconds: { default: 300, expected: atLeastOne },
        polling_interval_in_seconds: { default: 30, expected: atLeastOne },
        termination_grace_period_seconds: { default: 0, expected: between(0, 600) },
      },
    },
    registry: {
      block: {
        server: { expected: notEmpty },
        username: {},
        password_secret_name: {},
        identity: {},
      },
    },
    secret: {
      block: {
        name: {
          expected: textRule((name, argument) =>
            /^[a-z0-9][a-z0-9-]{0,251}[a-z0-9]?$/.test(name) && !name.endsWith("-")
              ? undefined
              : `"${argument}" must consist of lower case alphanumeric characters, '-', and must start and end with an alphanumeric character. The length must not be more than 253 characters`,
          ),
        },
        value: {},
      },
    },
    identity: { block: IDENTITY },
    tags: {},
  },
  checkImportId: (id) => {
    APP.parse(id);
  },

  create(session, planned, made) {
    const id = APP.idOf(session, planned);
    const environmentId = requiredText(planned, "container_app_environment_id");
    const environment = ENVIRONMENT.called(environmentId);
    const { location = "" } = arm(`reading ${environment} for ${APP.called(id)}`, () =>
      session.management.get(environmentId, QUERY),
    );
    const body = {
      location,
      tags: textMap(planned, "tags"),
      identity: expandIdentity(planned) ?? NO_IDENTITY,
      properties: {
        managedEnvironmentId: environmentId,
        workloadProfileName: "",
        configuration: {
          activeRevisionsMode: requiredText(planned, "revision_mode"),
          maxInactiveRevisions: 0,
          registries: expandRegistries(planned, id),
          secrets: expandSecrets(planned),
        },
        template: expandTemplate(planned),
      },
    };
    APP.create(session, planned, body, made);
  },

  read(session, state) {
    const found = APP.find(session, state);
    if (found === undefined) {
      return undefined;
    }
    const id = requiredText(state, "id");
    const { name, resourceGroupName: group } = APP.parse(id);
    const properties = objectIn(found, "properties") ?? {};
    const configuration = objectIn(properties, "configuration") ?? {};
    return {
      name,
      resource_group_name: group,
      location: normalLocation(textIn(found, "location")),
      tags: tagsOf(found),
      identity: flattenIdentity(found),
      container_app_environment_id: textIn(properties, "managedEnvironmentId"),
      revision_mode: textIn(configuration, "activeRevisionsMode"),
      max_inactive_revisions: Number(configuration.maxInactiveRevisions),
      template: [flattenTemplate(objectIn(properties, "template") ?? {})],
      registry: objectsIn(configuration, "registries").map((registry) => ({
        server: textIn(registry, "server"),
        username: textIn(registry, "username"),
        password_secret_name: textIn(registry, "passwordSecretRef"),
        identity: textIn(registry, "identity"),
      })),
      secret: secretsOf(session, id, "retrieving secrets for").map((secret) => ({
        name: textIn(secret, "name"),
        value: textIn(secret, "value"),
        identity: "",
        key_vault_secret_id: "",
      })),
      workload_profile_name: textIn(properties, "workloadProfileName"),
      latest_revision_name: textIn(properties, "latestRevisionName"),
      latest_revision_fqdn: textIn(properties, "latestRevisionFqdn"),
      custom_domain_verification_id: textIn(properties, "customDomainVerificationId"),
      outbound_ip_addresses: textsIn(properties, "outboundIpAddresses"),
    };
  },

  update(session, planned, prior) {
    const id = requiredText(planned, "id");
    const isChanged = (name: string): boolean => hasChange(planned, prior, name);
    const existing = arm(`reading ${APP.called(id)}`, () => session.management.get(id, QUERY));
    const properties = objectIn(existing, "properties") ?? {};
    const secrets = secretsOf(session, id, "retrieving secrets for update for");
    const body = {
      ...existing,
      ...(isChanged("identity") && { identity: expandIdentity(planned) ?? NO_IDENTITY }),
      ...(isChanged("tags") && { tags: textMap(planned, "tags") }),
      properties: {
        ...properties,
        configuration: {
          ...objectIn(properties, "configuration"),
          activeRevisionsMode: requiredText(planned, "revision_mode"),
          secrets: isChanged("secret") ? expandSecrets(planned) : secrets,
          ...(isChanged("registry") && { registries: expandRegistries(planned, id) }),
        },
        template: expandTemplate(planned),
      },
    };
    arm(`updating ${APP.called(id)}`, () =>
      session.management.put({ path: id, query: QUERY, body }),
    );
  },

  delete: (session, state) => {
    APP.delete(session, state);
  },
};

function secretsOf(session: Session, id: string, doing: string): JsonObject[] {
  const query = QUERY;
  return objectsIn(
    arm(`${doing} ${APP.called(id)}`, () =>
      session.management.post({ path: `${id}/listSecrets`, query }),
    ),
    "value",
  );
}

function expandRegistries(planned: Values, id: string): Json {
  return blocks(planned, "registry").map((registry) => {
    const problem = findRegistryProblem(registry);
    if (problem !== undefined) {
      throw new ProviderError(`invalid registry config for ${APP.called(id)}: ${problem}`);
    }
    return {
      server: requiredText(registry, "server"),
      username: requiredText(registry, "username"),
      passwordSecretRef: requiredText(registry, "password_secret_name"),
      identity: requiredText(registry, "identity"),
    };
  });
}

function findRegistryProblem(registry: Values): string | undefined {
  const [hasIdentity, hasUsername, hasPassword] = [
    text(registry, "identity") !== undefined,
    text(registry, "username") !== undefined,
    text(registry, "password_secret_name") !== undefined,
  ];
  if (hasIdentity && (hasUsername || hasPassword)) {
    return "identity and username/password_secret_name are mutually exclusive";
  }
  if (!hasIdentity && !hasUsername && !hasPassword) {
    return "must supply either identity or username/password_secret_name";
  }
  return hasUsername === hasPassword
    ? undefined
    : "must supply both username and password_secret_name";
}

/** Undefined where there are none: Azure then keeps none. */
function expandSecrets(planned: Values): Json | undefined {
  const secrets = blocks(planned, "secret").map((secret) => ({
    name: requiredText(secret, "name"),
    value: requiredText(secret, "value"),
    identity: "",
    keyVaultUrl: "",
  }));
  return secrets.length === 0 ? undefined : secrets;
}

function expandTemplate(planned: Values): JsonObject {
  const [template = {}] = blocks(planned, "template");
  const grace = Number(template.termination_grace_period_seconds);
  return {
    containers: blocks(template, "container").map(expandContainer),
    initContainers: [],
    volumes: [],
    scale: {
      // What is 0 is not sent.
      ...(template.min_replicas !== 0 && { minReplicas: Number(template.min_replicas) }),
      maxReplicas: Number(template.max_replicas),
      cooldownPeriod: Number(template.cooldown_period_in_seconds),
      pollingInterval: Number(template.polling_interval_in_seconds),
    },
    ...(grace !== 0 && { terminationGracePeriodSeconds: grace }),
  };
}

function expandContainer(container: Values): JsonObject {
  const [args, command] = [texts(container, "args"), texts(container, "command")];
  return {
    name: requiredText(container, "name"),
    image: requiredText(container, "image"),
    ...(args.length > 0 && { args }),
    ...(command.length > 0 && { command }),
    env: blocks(container, "env").map((variable) => {
      const secretRef = requiredText(variable, "secret_name");
      const name = requiredText(variable, "name");
      return secretRef === ""
        ? { name, value: requiredText(variable, "value") }
        : { name, secretRef };
    }),
    probes: [],
    resources: {
      cpu: Number(container.cpu),
      memory: requiredText(container, "memory"),
      ephemeralStorage: requiredText(container, "ephemeral_storage"),
    },
    volumeMounts: [],
  };
}

function flattenTemplate(template: JsonObject): Values {
  const scale = objectIn(template, "scale") ?? {};
  return {
    container: objectsIn(template, "containers").map(flattenContainer),
    min_replicas: Number(scale.minReplicas ?? 0),
    max_replicas: Number(scale.maxReplicas),
    cooldown_period_in_seconds: Number(scale.cooldownPeriod),
    polling_interval_in_seconds: Number(scale.pollingInterval),
    termination_grace_period_seconds: Number(template.terminationGracePeriodSeconds ?? 0),
    revision_suffix: textIn(template, "revisionSuffix"),
  };
}

function flattenContainer(container: JsonObject): Values {
  const resources = objectIn(container, "resources") ?? {};
  return {
    name: textIn(container, "name"),
    image: textIn(container, "image"),
    args: textsIn(container, "args"),
    command: textsIn(container, "command"),
    cpu: Number(resources.cpu),
    memory: textIn(resources, "memory"),
    ephemeral_storage: textIn(resources, "ephemeralStorage"),
    env: objectsIn(container, "env").map((variable) => ({
      name: textIn(variable, "name"),
      value: textIn(variable, "value"),
      secret_name: textIn(variable, "secretRef"),
    })),
  };
}
