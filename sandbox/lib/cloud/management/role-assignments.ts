import { z } from "zod";
import { NotModelled } from "../../not-modelled";
import { created, type JsonObject, NO_CONTENT, ok } from "../api";
import { AzureError } from "../azure-error";
import { parseFilter } from "../query";
import type { RoleAssignment } from "../role-assignments";
import { bodyOf } from "./body";
import type { ManagementCall, ManagementRoute } from "./call";

const TYPE = "Microsoft.Authorization/roleAssignments";
const COLLECTION = { path: `{scope}/providers/${TYPE}`, type: TYPE, apiVersions: ["2022-04-01"] };
const ASSIGNMENT = { ...COLLECTION, path: `${COLLECTION.path}/{name}` };

/** https://learn.microsoft.com/rest/api/authorization/role-assignments */
export const roleAssignments = {
  "GET /roleAssignments": {
    ...COLLECTION,
    options: ["$filter"],
    answer: ({ cloud, query }, scope) => {
      const all = cloud.subscriptionOfScope(scope).roleAssignments.all();
      return ok({ value: all.filter(selector(scope, query.$filter)).map(shown) });
    },
  },

  "GET /roleAssignments/{name}": {
    ...ASSIGNMENT,
    answer: (call, scope, name) => {
      const found = find(call, scope);
      if (found === undefined) {
        throw new AzureError(
          404,
          "RoleAssignmentNotFound",
          `The role assignment '${name}' is not found.`,
        );
      }
      return ok(shown(found));
    },
  },

  "PUT /roleAssignments/{name}": {
    ...ASSIGNMENT,
    answer: (call, scope, name) => {
      const { properties } = bodyOf(call, assignment, TYPE);
      const { scope: repeated = scope, ...given } = properties;
      if (repeated.toLowerCase() !== scope.toLowerCase()) {
        throw new NotModelled("a role assignment with another scope than that of its path");
      }
      const { roleAssignments } = call.cloud.subscriptionOfScope(scope);
      const existed = find(call, scope) !== undefined;
      const put = roleAssignments.put({ ...given, name, scope });
      return existed ? ok(shown(put)) : created(shown(put));
    },
  },

  "DELETE /roleAssignments/{name}": {
    ...ASSIGNMENT,
    answer: (call, scope) => {
      const found = find(call, scope);
      if (found === undefined) {
        return NO_CONTENT;
      }
      call.cloud.subscriptionOfScope(scope).roleAssignments.delete(found.id);
      return ok(shown(found));
    },
  },
} satisfies Record<string, ManagementRoute>;

const optionalText = z
  .string()
  .nullish()
  // azurerm sends a description always, and from 5.2.0 on what it was answered.
  .transform((text) => (text === "" ? undefined : (text ?? undefined)));

const assignment = z.strictObject({
  properties: z.strictObject({
    scope: z.string().optional(),
    roleDefinitionId: z.string(),
    principalId: z.guid(),
    principalType: z.enum(["User", "Group", "ServicePrincipal"]).optional(),
    condition: optionalText,
    conditionVersion: optionalText,
    description: optionalText,
  }),
});

function find({ cloud, path }: ManagementCall, scope: string): RoleAssignment | undefined {
  return cloud.subscriptionIn(scope).roleAssignments.get(path);
}

/** Without a filter a list has what is at, above and below its scope. */
function selector(scope: string, filter: string | undefined): (each: RoleAssignment) => boolean {
  const isAtOrAbove = (each: RoleAssignment): boolean => isWithin(scope, each.scope);
  if (filter === "atScope()") {
    return isAtOrAbove;
  }
  const isRelated = (each: RoleAssignment): boolean =>
    isAtOrAbove(each) || isWithin(each.scope, scope);
  if (filter === undefined) {
    return isRelated;
  }
  const { property, text } = parseFilter(filter);
  if (property !== "principalId") {
    throw new NotModelled(`the property "${property}" in $filter`);
  }
  return (each) => isRelated(each) && each.principalId === text.toLowerCase();
}

function isWithin(inner: string, outer: string): boolean {
  return `${inner}/`.toLowerCase().startsWith(`${outer}/`.toLowerCase());
}

function shown(found: RoleAssignment): JsonObject {
  return {
    id: found.id,
    name: found.name,
    type: TYPE,
    properties: {
      scope: found.scope,
      roleDefinitionId: found.roleDefinitionId,
      principalId: found.principalId,
      principalType: found.principalType,
      condition: found.condition ?? null,
      conditionVersion: found.conditionVersion ?? null,
      description: found.description ?? null,
    },
  };
}
