import { z } from "zod";
import { location, tags, told } from "./body";
import type { ManagementRoute } from "./call";
import { workloadRoutes } from "./workload-routes";

const newPlan = z.strictObject({
  ...{ id: told, name: told, type: told, kind: told },
  location,
  tags: tags.nullish(),
  sku: z.strictObject({ name: z.string(), capacity: z.number().optional() }),
  properties: z.strictObject({
    elasticScaleEnabled: z.literal(false),
    hyperV: z.literal(false),
    maximumElasticWorkerCount: z.number().optional(),
    perSiteScaling: z.boolean(),
    reserved: z.literal(true),
    zoneRedundant: z.literal(false),
  }),
});

const routes = workloadRoutes({
  type: "Microsoft.Web/serverFarms",
  apiVersions: ["2023-12-01"],
  newStatus: 200,
  schema: newPlan,
  split: ({ sku: { name, capacity = 1 }, properties }) => ({
    body: {
      kind: "linux",
      sku: { name, capacity },
      properties: { maximumElasticWorkerCount: 1, ...properties },
    },
    logins: {},
  }),
});

/** https://learn.microsoft.com/rest/api/appservice/app-service-plans */
export const serverFarms = {
  "GET /serverFarms/{name}": routes.get,
  "PUT /serverFarms/{name}": routes.put,
  "DELETE /serverFarms/{name}": routes.delete,
} satisfies Record<string, ManagementRoute>;
