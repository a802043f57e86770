import type { JsonObject } from "../cloud/api";
import type { Session } from "../provider/session";

/** The roles of a name at a scope; without a scope, in the whole tenant. */
export function findRoleDefinitions(
  { management }: Session,
  scope: string,
  roleName: string,
): readonly JsonObject[] {
  return management.list(`${scope}${ROLE_DEFINITIONS}`, {
    ...API_VERSION,
    $filter: `roleName eq '${roleName}'`,
  });
}

/** @param id as Azure tells it, with or without a subscription in front */
export function getRoleDefinition({ management }: Session, id: string): JsonObject {
  return management.get(id, API_VERSION);
}

export const ROLE_DEFINITIONS = "/providers/Microsoft.Authorization/roleDefinitions";

const API_VERSION = { "api-version": "2022-05-01-preview" };
