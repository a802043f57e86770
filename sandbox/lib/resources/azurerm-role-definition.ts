import { roleDefinitionId, roleNamed, roleWithId } from "../cloud/roles";
import { NotModelled } from "../not-modelled";
import { requiredText, text } from "../provider/arguments";
import { ProviderError } from "../provider/provider-error";
import type { DataSourceType } from "../provider/resource-type";
import { uuid } from "../provider/rules";
import { arm, segmentsOf } from "./arm";

/** azurerm 4.55.0, internal/services/authorization/role_definition_data_source.go: built-in roles only. */
export const roleDefinitionData: DataSourceType = {
  type: "azurerm_role_definition",
  binding: "@cdktf/provider-azurerm/lib/data-azurerm-role-definition",
  arguments: { name: {}, role_definition_id: { expected: uuid }, scope: {} },
  exactlyOneOf: ["name", "role_definition_id"],

  read({ cloud }, config) {
    const scope = text(config, "scope");
    if (scope !== undefined) {
      arm("loading Role Definition List", () => cloud.subscriptionOfScope(scope));
    }
    const wantedId = text(config, "role_definition_id");
    const role =
      wantedId === undefined ? roleNamed(requiredText(config, "name")) : roleWithId(wantedId);
    if (role === undefined) {
      throw new ProviderError(
        `loading Role Definition List: could not find role '${wantedId ?? requiredText(config, "name")}'`,
      );
    }
    if (role.permissions === undefined) {
      throw new NotModelled(`the permissions of the role "${role.name}"`);
    }
    const id = roleDefinitionId(
      role,
      scope === undefined ? undefined : segmentsOf(scope).subscriptions,
    );
    return {
      id,
      name: role.name,
      // By name it is the full id in 4.x, and the GUID only from 5.0 on.
      role_definition_id: wantedId ?? id,
      type: "BuiltInRole",
      assignable_scopes: ["/"],
      permissions: [
        {
          actions: [...role.permissions.actions],
          not_actions: [],
          data_actions: [...role.permissions.dataActions],
          not_data_actions: [],
          condition: "",
          condition_version: "",
        },
      ],
    };
  },
};
