import type { JsonObject } from "../cloud/api";
import { NotModelled } from "../not-modelled";
import { objectIn, objectsIn, textIn, textsIn } from "../provider/answers";
import { requiredText, text } from "../provider/arguments";
import { ProviderError } from "../provider/provider-error";
import type { DataSourceType } from "../provider/resource-type";
import { notEmpty, uuid } from "../provider/rules";
import type { Session } from "../provider/session";
import { arm, type AzurermVersion, called } from "./arm";
import { findRoleDefinitions, getRoleDefinition, ROLE_DEFINITIONS } from "./role-definitions";

/** azurerm, internal/services/authorization/role_definition_data_source.go */
export function roleDefinitionData(version: AzurermVersion): DataSourceType {
  return {
    type: "azurerm_role_definition",
    binding: "@cdktf/provider-azurerm/lib/data-azurerm-role-definition",
    arguments: { name: { expected: notEmpty }, role_definition_id: { expected: uuid }, scope: {} },
    exactlyOneOf: ["name", "role_definition_id"],

    read(session, config) {
      const scope = requiredText(config, "scope");
      const name = text(config, "name");
      const listed = name === undefined ? undefined : findByName(session, scope, name);
      const guid = listed ? textIn(listed, "name") : requiredText(config, "role_definition_id");
      const definitionCalled = called("Scoped Role Definition", {
        Scope: scope,
        "Role Definition": guid,
      });
      const found = arm(`retrieving ${definitionCalled}`, () =>
        getRoleDefinition(session, `${scope}${ROLE_DEFINITIONS}/${guid}`),
      );
      const properties = objectIn(found, "properties") ?? {};
      if (properties.permissions === undefined) {
        throw new NotModelled(`the permissions of the role "${textIn(properties, "roleName")}"`);
      }
      return {
        id: textIn(found, "id"),
        scope,
        name: textIn(properties, "roleName"),
        // By name it is the full id in 4.x.
        role_definition_id: listed && version === "4.55.0" ? textIn(listed, "id") : guid,
        description: textIn(properties, "description"),
        type: textIn(properties, "type"),
        assignable_scopes: textsIn(properties, "assignableScopes"),
        permissions: objectsIn(properties, "permissions").map((permission) => ({
          actions: textsIn(permission, "actions"),
          not_actions: textsIn(permission, "notActions"),
          data_actions: textsIn(permission, "dataActions"),
          not_data_actions: textsIn(permission, "notDataActions"),
          condition: textIn(permission, "condition"),
          condition_version: textIn(permission, "conditionVersion"),
        })),
      };
    },
  };
}

/** It is looked for until the timeout, in which nothing changes here. */
function findByName(session: Session, scope: string, name: string): JsonObject {
  const doing = "loading Role Definition List";
  const found = arm(doing, () => findRoleDefinitions(session, scope, name));
  const [role] = found;
  if (role === undefined || found.length > 1) {
    throw new ProviderError(`${doing}: could not find role '${name}'`);
  }
  return role;
}
