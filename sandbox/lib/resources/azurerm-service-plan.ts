import { flagIn, objectIn, textIn } from "../provider/answers";
import { flag, requiredText, textMap } from "../provider/arguments";
import type { ResourceType } from "../provider/resource-type";
import { notEmpty, oneOf, only, textRule } from "../provider/rules";
import { arm, normalLocation, resourceGroupName, tagsOf } from "./arm";
import { ArmResource } from "./arm-resource";

const QUERY = { "api-version": "2023-12-01" };

export const PLAN = new ArmResource({
  resource: "azurerm_service_plan",
  title: "App Service Plan",
  named: "Server Farm Name",
  namespace: "Microsoft.Web",
  collection: "serverFarms",
  query: QUERY,
});

/** In the order of the provider's sentence. */
const SKUS =
  "B1 B2 B3 S1 S2 S3 Y1 EP1 EP2 EP3 FC1 F1 I1 I2 I3 I1v2 I2v2 I3v2 I4v2 I5v2 I6v2 I1mv2 I2mv2 I3mv2 I4mv2 I5mv2 P1v2 P2v2 P3v2 P0v3 P1v3 P2v3 P3v3 P1mv3 P2mv3 P3mv3 P4mv3 P5mv3 P0v4 P1v4 P2v4 P3v4 P1mv4 P2mv4 P3mv4 P4mv4 P5mv4 D1 SHARED WS1 WS2 WS3";

/** azurerm, internal/services/appservice/service_plan_resource.go */
export const servicePlan: ResourceType = {
  type: "azurerm_service_plan",
  binding: "@cdktf/provider-azurerm/lib/service-plan",
  stateUpgrades: [(state) => ({ ...state, id: PLAN.normalId(requiredText(state, "id")) })],
  arguments: {
    name: {
      forceNew: true,
      expected: textRule((text, name) =>
        /^[0-9a-zA-Z-_]{1,60}$/.test(text)
          ? undefined
          : `"${name}" may only contain alphanumeric characters, dashes and underscores up to 60 characters in length`,
      ),
    },
    resource_group_name: { forceNew: true, expected: resourceGroupName },
    location: {
      forceNew: true,
      expected: notEmpty,
      normal: normalLocation,
      stored: normalLocation,
    },
    sku_name: {
      expected: oneOf(...SKUS.split(" ")),
      normal: (text) => text.toLowerCase(),
    },
    os_type: { forceNew: true, expected: only("Linux") },
    per_site_scaling_enabled: { default: false },
    premium_plan_auto_scale_enabled: { default: false, expected: only(false) },
    tags: {},
  },
  checkImportId: (id) => {
    PLAN.parse(id);
  },

  create(session, planned, made) {
    const body = {
      location: normalLocation(requiredText(planned, "location")),
      tags: textMap(planned, "tags"),
      sku: { name: requiredText(planned, "sku_name") },
      properties: {
        elasticScaleEnabled: false,
        hyperV: false,
        perSiteScaling: flag(planned, "per_site_scaling_enabled"),
        reserved: true,
        zoneRedundant: false,
      },
    };
    PLAN.create(session, planned, body, made);
  },

  read(session, state) {
    const found = PLAN.find(session, state);
    if (found === undefined) {
      return undefined;
    }
    const { name, resourceGroupName: group } = PLAN.parse(requiredText(state, "id"));
    const properties = objectIn(found, "properties") ?? {};
    const sku = objectIn(found, "sku") ?? {};
    return {
      name,
      resource_group_name: group,
      location: normalLocation(textIn(found, "location")),
      tags: tagsOf(found),
      kind: textIn(found, "kind"),
      os_type: "Linux",
      sku_name: textIn(sku, "name"),
      worker_count: Number(sku.capacity),
      app_service_environment_id: "",
      maximum_elastic_worker_count: Number(properties.maximumElasticWorkerCount),
      per_site_scaling_enabled: flagIn(properties, "perSiteScaling"),
      premium_plan_auto_scale_enabled: false,
      reserved: flagIn(properties, "reserved"),
      zone_balancing_enabled: flagIn(properties, "zoneRedundant"),
    };
  },

  update(session, planned) {
    const path = requiredText(planned, "id");
    const existing = arm(`retrieving ${PLAN.called(path)}`, () =>
      session.management.get(path, QUERY),
    );
    const body = {
      ...existing,
      tags: textMap(planned, "tags"),
      sku: { ...objectIn(existing, "sku"), name: requiredText(planned, "sku_name") },
      properties: {
        ...objectIn(existing, "properties"),
        perSiteScaling: flag(planned, "per_site_scaling_enabled"),
      },
    };
    arm(`updating ${PLAN.called(path)}`, () =>
      session.management.put({ path, query: QUERY, body }),
    );
  },

  delete: (session, state) => {
    PLAN.delete(session, state);
  },
};
