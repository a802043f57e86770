import { Fn, Token } from "cdktf";
import { withOneCreationStack } from "../core/creation-stack";
import { UUID } from "../core/values";

const ROLE_DEFINITION_ID = new RegExp(
  String.raw`^(?:(?:/subscriptions/${UUID})?/providers/Microsoft\.Authorization/roleDefinitions/)?(${UUID})$`,
  "i",
);

/**
 * The GUID of a role definition, by its resource id or by itself: taken here where that is literal, in
 * Terraform where it is a token. Undefined where it is no such id.
 */
export function roleDefinitionGuid(resourceId: string): string | undefined {
  return Token.isUnresolved(resourceId)
    ? withOneCreationStack(() => guidInTerraform(resourceId))
    : ROLE_DEFINITION_ID.exec(resourceId)?.[1]?.toLowerCase();
}

// The `id` of an azurerm_role_definition, which is easily taken for the resource id, has the scope
// of the definition behind a "|".
function guidInTerraform(resourceId: string): string {
  return Fn.basename(Token.asString(Fn.element(Fn.split("|", resourceId), 0)));
}
