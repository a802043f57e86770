import { NotModelled } from "../../not-modelled";
import { type JsonObject, ok } from "../api";
import { AzureError } from "../azure-error";
import type { Inventory } from "../inventory";
import { parseFilter } from "../query";
import { type Role, roleDefinitionId, roleNamed, ROLES, roleWithId } from "../roles";
import type { ManagementRoute } from "./call";

const TYPE = "Microsoft.Authorization/roleDefinitions";
const COLLECTION = {
  path: `{scope}/providers/${TYPE}`,
  type: TYPE,
  apiVersions: ["2022-05-01-preview"],
};

/** Built-in ones: https://learn.microsoft.com/rest/api/authorization/role-definitions */
export const roleDefinitions = {
  "GET /roleDefinitions": {
    ...COLLECTION,
    options: ["$filter"],
    answer: ({ cloud, query }, scope) => {
      return ok({ value: selected(query.$filter).map((role) => shown(cloud, scope, role)) });
    },
  },

  "GET /roleDefinitions/{id}": {
    ...COLLECTION,
    path: `${COLLECTION.path}/{id}`,
    answer: ({ cloud }, scope, id) => {
      const role = roleWithId(id);
      if (role === undefined) {
        throw new AzureError(
          404,
          "RoleDefinitionDoesNotExist",
          `The specified role definition with ID '${id.replaceAll("-", "")}' does not exist.`,
        );
      }
      return ok(shown(cloud, scope, role));
    },
  },
} satisfies Record<string, ManagementRoute>;

function selected(filter: string | undefined): readonly Role[] {
  if (filter === undefined) {
    return ROLES;
  }
  const { property, text } = parseFilter(filter);
  if (property !== "roleName") {
    throw new NotModelled(`the property "${property}" in $filter`);
  }
  const role = roleNamed(text);
  return role === undefined ? [] : [role];
}

function shown(cloud: Inventory, scope: string, role: Role): JsonObject {
  const subscription = scope === "" ? undefined : cloud.subscriptionOfScope(scope);
  if (role.permissions === undefined) {
    cloud.note(new NotModelled(`the permissions of the role "${role.name}"`));
  }
  return {
    id: roleDefinitionId(role, subscription?.id),
    name: role.id,
    type: TYPE,
    properties: {
      roleName: role.name,
      type: "BuiltInRole",
      assignableScopes: ["/"],
      permissions: role.permissions && [
        {
          actions: role.permissions.actions,
          notActions: role.permissions.notActions ?? [],
          dataActions: role.permissions.dataActions,
          notDataActions: [],
        },
      ],
    },
  };
}
