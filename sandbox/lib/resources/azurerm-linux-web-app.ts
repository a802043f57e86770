import { NotModelled } from "../not-modelled";
import { objectIn, textIn } from "../provider/answers";
import { blocks, hasChange, requiredText, text, textMap } from "../provider/arguments";
import type { ResourceType } from "../provider/resource-type";
import { notEmpty, oneOf, type Rule, textRule } from "../provider/rules";
import { isObject, type Values } from "../schema/values";
import { expandIdentity, NO_IDENTITY } from "./arm-resource";
import { PLAN } from "./azurerm-service-plan";
import {
  CONFIG_ARGUMENTS,
  dockerImage,
  expandConfig,
  expandSite,
  flattenConfig,
  imageIn,
  ownSettings,
  REGISTRY_SETTINGS,
  registrySettings,
  SENSITIVE,
  type Settings,
  Site,
  SITE_ARGUMENTS,
} from "./azurerm-site";

const SITE = new Site("azurerm_linux_web_app");

/** Settings that have arguments of their own. */
const MANAGED = Object.values(REGISTRY_SETTINGS);

const withoutManaged: Rule = (value, name) =>
  isObject(value)
    ? Object.keys(value)
        .filter((setting) => (MANAGED as readonly string[]).includes(setting.toUpperCase()))
        .map((setting) => `cannot set a value for ${setting} in ${name}`)
    : [];

const httpUrl = textRule((value, name) => {
  if (!URL.canParse(value)) {
    return `expected "${name}" to have a host, got ${value}`;
  }
  return /^https?:$/.test(new URL(value).protocol)
    ? undefined
    : `expected "${name}" to have a url with schema of: "http,https", got ${value}`;
});

/** What else an app could run. */
const OTHER_STACKS = {
  dotnet_version: "",
  go_version: "",
  java_server: "",
  java_server_version: "",
  java_version: "",
  node_version: "",
  php_version: "",
  python_version: "",
  ruby_version: "",
};

/** azurerm, internal/services/appservice/linux_web_app_resource.go and helpers/linux_web_app_schema.go */
export const linuxWebApp: ResourceType = {
  type: "azurerm_linux_web_app",
  binding: "@cdktf/provider-azurerm/lib/linux-web-app",
  sensitive: [
    ...SENSITIVE,
    "logs.http_logs.azure_blob_storage.sas_url",
    "site_config.application_stack.docker_registry_password",
  ],
  stateUpgrades: [
    (state) => ({
      ...state,
      service_plan_id: PLAN.normalId(requiredText(state, "service_plan_id")),
    }),
  ],
  arguments: {
    ...SITE_ARGUMENTS,
    app_settings: { expected: withoutManaged },
    client_affinity_enabled: { default: false },
    client_certificate_mode: {
      default: "Required",
      expected: oneOf("Optional", "OptionalInteractiveUser", "Required"),
    },
    site_config: {
      block: {
        ...CONFIG_ARGUMENTS,
        always_on: { default: true },
        local_mysql_enabled: { default: false },
        use_32_bit_worker: { default: true },
        application_stack: {
          block: {
            docker_image_name: { expected: notEmpty },
            docker_registry_url: { expected: httpUrl },
            docker_registry_username: { expected: notEmpty },
            docker_registry_password: {},
          },
        },
      },
    },
  },
  checkPlan(_, planned) {
    if (text(stackOf(planned), "docker_image_name") === undefined) {
      throw new NotModelled("an azurerm_linux_web_app without a `docker_image_name`");
    }
  },
  checkImportId: (id) => {
    SITE.parse(id);
  },

  create(session, planned, made) {
    SITE.check(session, planned);
    const { image, settings } = expandStack(planned);
    const siteConfig = expandConfig(planned, image, settings);
    const body = {
      location: requiredText(planned, "location"),
      tags: textMap(planned, "tags"),
      identity: expandIdentity(planned) ?? NO_IDENTITY,
      properties: expandSite(planned, siteConfig),
    };
    SITE.create(session, planned, body, made);
    const id = SITE.idOf(session, planned);
    SITE.putSettings(session, id, settings, "setting");
    SITE.putNoStorageAccounts(session, id);
  },

  read(session, state) {
    const found = SITE.find(session, state);
    if (found === undefined) {
      return undefined;
    }
    const id = requiredText(state, "id");
    const config = SITE.config(session, id);
    const settings = SITE.settings(session, id);
    const url = settings[REGISTRY_SETTINGS.url] ?? "";
    return {
      ...SITE.flatten(session, id, found),
      app_settings: ownSettings(settings, MANAGED),
      site_config: [
        flattenConfig(config, {
          docker_image_name: imageIn(textIn(config, "linuxFxVersion"), url),
          docker_registry_url: url,
          docker_registry_username: settings[REGISTRY_SETTINGS.username] ?? "",
          docker_registry_password: settings[REGISTRY_SETTINGS.password] ?? "",
          ...OTHER_STACKS,
        }),
      ],
    };
  },

  update(session, planned, prior) {
    const id = requiredText(planned, "id");
    const existing = SITE.get(session, id);
    const { image, settings } = expandStack(planned);
    const siteConfig = { ...SITE.config(session, id), ...expandConfig(planned, image, settings) };
    SITE.put(session, id, {
      ...existing,
      tags: textMap(planned, "tags"),
      identity: expandIdentity(planned) ?? NO_IDENTITY,
      properties: { ...objectIn(existing, "properties"), ...expandSite(planned, siteConfig) },
    });
    if (hasChange(planned, prior, "app_settings") || hasChange(planned, prior, "site_config")) {
      SITE.putSettings(session, id, settings, "updating");
      SITE.putNoLogs(session, id);
    }
  },

  delete: (session, state) => {
    SITE.delete(session, state);
  },
};

function stackOf(planned: Values): Values {
  const [config = {}] = blocks(planned, "site_config");
  const [stack = {}] = blocks(config, "application_stack");
  return stack;
}

function expandStack(planned: Values): { image: string; settings: Settings } {
  const stack = stackOf(planned);
  const url = requiredText(stack, "docker_registry_url");
  return {
    image: dockerImage(url, requiredText(stack, "docker_image_name")),
    settings: {
      ...textMap(planned, "app_settings"),
      ...registrySettings(
        url,
        requiredText(stack, "docker_registry_username"),
        requiredText(stack, "docker_registry_password"),
      ),
    },
  };
}
