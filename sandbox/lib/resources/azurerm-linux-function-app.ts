import type { JsonObject } from "../cloud/api";
import { NotModelled } from "../not-modelled";
import { objectIn, textIn } from "../provider/answers";
import { blocks, flag, requiredText, textMap } from "../provider/arguments";
import type { ResourceType } from "../provider/resource-type";
import { notEmpty, oneOf, only, textRule } from "../provider/rules";
import type { Session } from "../provider/session";
import type { Values } from "../schema/values";
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

const SITE = new Site("azurerm_linux_function_app");

const VERSION = "FUNCTIONS_EXTENSION_VERSION";
const STORAGE = "AzureWebJobsStorage";
const STORAGE_BY_IDENTITY = "AzureWebJobsStorage__accountName";
const DASHBOARD = "AzureWebJobsDashboard";
const DASHBOARD_BY_IDENTITY = "AzureWebJobsDashboard__accountName";

/** Settings that have arguments of their own. */
const MANAGED = [
  ...Object.values(REGISTRY_SETTINGS),
  VERSION,
  STORAGE,
  STORAGE_BY_IDENTITY,
  DASHBOARD,
  DASHBOARD_BY_IDENTITY,
];

/** azurerm, internal/services/appservice/linux_function_app_resource.go and helpers/function_app_schema.go */
export const linuxFunctionApp: ResourceType = {
  type: "azurerm_linux_function_app",
  binding: "@cdktf/provider-azurerm/lib/linux-function-app",
  sensitive: [
    ...SENSITIVE,
    "storage_account_access_key",
    "site_config.application_insights_connection_string",
    "site_config.application_insights_key",
    "site_config.application_stack.docker.registry_password",
    "site_config.application_stack.docker.registry_username",
  ],
  stateUpgrades: [
    (state) => ({
      ...state,
      service_plan_id: PLAN.normalId(requiredText(state, "service_plan_id")),
    }),
  ],
  exactlyOneOf: ["storage_account_name", "storage_key_vault_secret_id"],
  arguments: {
    ...SITE_ARGUMENTS,
    app_settings: {},
    builtin_logging_enabled: { default: true },
    client_certificate_mode: {
      default: "Optional",
      expected: oneOf("Optional", "Required", "OptionalInteractiveUser"),
    },
    content_share_force_disabled: { default: false, expected: only(false) },
    daily_memory_time_quota: { default: 0 },
    functions_extension_version: { default: "~4" },
    storage_account_name: {
      expected: textRule((name) =>
        /^[a-z0-9]{3,24}$/.test(name)
          ? undefined
          : `name ("${name}") can only consist of lowercase letters and numbers, and must be between 3 and 24 characters long`,
      ),
    },
    storage_uses_managed_identity: { default: false },
    site_config: {
      block: {
        ...CONFIG_ARGUMENTS,
        always_on: {},
        use_32_bit_worker: { default: false },
        application_stack: {
          block: {
            use_dotnet_isolated_runtime: { default: false, expected: only(false) },
            docker: {
              block: {
                registry_url: { expected: notEmpty },
                registry_username: { expected: notEmpty },
                registry_password: {},
                image_name: { expected: notEmpty },
                image_tag: { expected: notEmpty },
              },
            },
          },
        },
      },
    },
  },
  checkPlan(_, planned) {
    if (dockerOf(planned) === undefined) {
      throw new NotModelled("an azurerm_linux_function_app without a block `docker`");
    }
    if (planned.storage_uses_managed_identity === false) {
      throw new NotModelled(
        "an azurerm_linux_function_app whose `storage_uses_managed_identity` is not true",
      );
    }
  },
  checkImportId: (id) => {
    SITE.parse(id);
  },

  create(session, planned, made) {
    SITE.check(session, planned);
    checkPlanOf(session, planned);
    const siteConfig = expand(planned);
    const body = {
      kind: "functionapp,linux",
      location: requiredText(planned, "location"),
      tags: textMap(planned, "tags"),
      identity: expandIdentity(planned) ?? NO_IDENTITY,
      properties: {
        ...expandSite(planned, siteConfig),
        // What is false of this one is not sent yet.
        vnetRouteAllEnabled: siteConfig.vnetRouteAllEnabled === true ? true : undefined,
      },
    };
    SITE.create(session, planned, body, made);
    // It is put twice, since its credentials may change it in between.
    const id = SITE.idOf(session, planned);
    SITE.put(session, id, body, "creating");
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
    return {
      ...SITE.flatten(session, id, found),
      app_settings: ownSettings(settings, MANAGED),
      builtin_logging_enabled: DASHBOARD in settings || DASHBOARD_BY_IDENTITY in settings,
      content_share_force_disabled: false,
      functions_extension_version: settings[VERSION] ?? "",
      storage_account_name: settings[STORAGE_BY_IDENTITY] ?? "",
      storage_account_access_key: "",
      storage_key_vault_secret_id: "",
      storage_uses_managed_identity: STORAGE_BY_IDENTITY in settings,
      site_config: [
        {
          ...flattenConfig(config, flattenStack(config, settings)),
          app_scale_limit: Number(config.functionAppScaleLimit),
          application_insights_connection_string: "",
          application_insights_key: "",
          elastic_instance_minimum: Number(config.minimumElasticInstanceCount),
          pre_warmed_instance_count: Number(config.preWarmedInstanceCount),
          runtime_scale_monitoring_enabled: false,
        },
      ],
    };
  },

  update(session, planned) {
    const id = requiredText(planned, "id");
    const existing = SITE.get(session, id);
    checkPlanOf(session, planned);
    const siteConfig = { ...SITE.config(session, id), ...expand(planned) };
    SITE.put(session, id, {
      ...existing,
      tags: textMap(planned, "tags"),
      identity: expandIdentity(planned) ?? NO_IDENTITY,
      properties: { ...objectIn(existing, "properties"), ...expandSite(planned, siteConfig) },
    });
    SITE.patchConfig(session, id, siteConfig);
  },

  delete: (session, state) => {
    SITE.delete(session, state);
  },
};

/** In plans that scale by themselves a share of files is made as well. */
function checkPlanOf(session: Session, planned: Values): void {
  const plan = PLAN.get(session, requiredText(planned, "service_plan_id"));
  const name = textIn(objectIn(plan, "sku") ?? {}, "name");
  if (/^(Y1|EP\d)$/i.test(name)) {
    throw new NotModelled(`an azurerm_linux_function_app in a plan with \`sku_name\` ${name}`);
  }
}

function dockerOf(planned: Values): Values | undefined {
  const [config = {}] = blocks(planned, "site_config");
  const [stack = {}] = blocks(config, "application_stack");
  return blocks(stack, "docker")[0];
}

function expand(planned: Values): JsonObject {
  const docker = dockerOf(planned) ?? {};
  const url = requiredText(docker, "registry_url");
  const account = requiredText(planned, "storage_account_name");
  const image = `${requiredText(docker, "image_name")}:${requiredText(docker, "image_tag")}`;
  return expandConfig(planned, dockerImage(url, image), {
    [VERSION]: requiredText(planned, "functions_extension_version"),
    [STORAGE_BY_IDENTITY]: account,
    ...registrySettings(
      url,
      requiredText(docker, "registry_username"),
      requiredText(docker, "registry_password"),
    ),
    ...(flag(planned, "builtin_logging_enabled") && { [DASHBOARD_BY_IDENTITY]: account }),
    ...textMap(planned, "app_settings"),
  });
}

function flattenStack(config: JsonObject, settings: Settings): Values {
  const url = settings[REGISTRY_SETTINGS.url] ?? "";
  const [name = "", tag = ""] = imageIn(textIn(config, "linuxFxVersion"), url).split(":");
  return {
    docker: [
      {
        registry_url: url,
        registry_username: settings[REGISTRY_SETTINGS.username] ?? "",
        registry_password: settings[REGISTRY_SETTINGS.password] ?? "",
        image_name: name,
        image_tag: tag,
      },
    ],
    dotnet_version: "",
    java_version: "",
    node_version: "",
    powershell_core_version: "",
    python_version: "",
    use_custom_runtime: false,
    use_dotnet_isolated_runtime: false,
  };
}
