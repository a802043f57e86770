import { z } from "zod";
import { created, type JsonObject, NO_CONTENT, ok } from "../api";
import type { Workload } from "../workloads";
import { bodyOf, tags, told } from "./body";
import type { ManagementRoute } from "./call";

/** What tells a kind of workload from the others. */
interface Kind<Body extends NewWorkload> {
  /** As in "Microsoft.ContainerInstance/containerGroups". */
  readonly type: string;
  readonly apiVersions: readonly string[];
  /** How it answers what is new; 201 by default. */
  readonly newStatus?: 200;
  readonly schema: z.ZodType<Body>;
  /** What it tells, and what it only holds. */
  readonly split: (
    given: Body,
    there: { readonly name: string; readonly existing: Workload | undefined },
  ) => Pick<Workload, "body" | "hidden" | "logins">;
}

interface NewWorkload {
  readonly location: string;
  readonly tags?: Record<string, string> | null | undefined;
}

type Routes = Record<"get" | "put" | "patchTags" | "delete", ManagementRoute>;

/** How a workload is put into its resource group, read and deleted. */
export function workloadRoutes<Body extends NewWorkload>(kind: Kind<Body>): Routes {
  const { type, apiVersions, newStatus, schema, split } = kind;
  const path = `/subscriptions/{id}/resourceGroups/{group}/providers/${type}/{name}`;
  const route = { path, type, apiVersions };
  return {
    get: {
      ...route,
      answer: ({ cloud }, id, group, name) =>
        ok(shown(cloud.subscription(id).workload(type, group, name))),
    },
    put: {
      ...route,
      answer: (call, id, group, name) => {
        const subscription = call.cloud.subscription(id);
        subscription.resourceGroup(group);
        const given = bodyOf(call, schema, type);
        const existing = subscription.findWorkload(type, group, name);
        const workload: Workload = {
          id: existing?.id ?? subscription.workloadId(type, group, name),
          name,
          type,
          resourceGroup: group,
          location: given.location,
          tags: given.tags ?? {},
          ...split(given, { name, existing }),
        };
        subscription.putWorkload(workload);
        const isNew = existing === undefined && newStatus !== 200;
        return isNew ? created(shown(workload)) : ok(shown(workload));
      },
    },
    patchTags: {
      ...route,
      answer: (call, id, group, name) => {
        const workload = call.cloud.subscription(id).workload(type, group, name);
        workload.tags = bodyOf(call, tagsAlone, type).tags;
        return ok(shown(workload));
      },
    },
    delete: {
      ...route,
      answer: ({ cloud }, id, group, name) => {
        const subscription = cloud.subscription(id);
        subscription.resourceGroup(group);
        const existing = subscription.findWorkload(type, group, name);
        if (existing === undefined) {
          return NO_CONTENT;
        }
        subscription.deleteWorkload(existing);
        return { status: 200, headers: {} };
      },
    },
  };
}

function shown({ id, name, type, location, tags, body }: Workload): JsonObject {
  return { id, name, type, location, tags, ...body };
}

/** Some kinds are named again. */
const tagsAlone = z.strictObject({
  name: told,
  location: told,
  properties: z.strictObject({}).optional(),
  tags,
});
