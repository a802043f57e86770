import { IConstruct } from "constructs";
import { TerraformStack, Token } from "cdktf";
import { Problem } from "../core/problem";
import { shown } from "../core/shown";
import { placeOf } from "../terraform/moves";
import type { GrantScope, ScopeParts } from "./grant-scope";

/**
 * Names a scope in the addresses of the role assignments of a principal: by what it is in Azure, so that
 * no address hangs on where its construct stands or how it is referred to; and where the names are
 * known to Terraform only, by the construct. What each form begins with keeps the forms apart.
 */
export function scopeAddress(
  scope: GrantScope,
  principal: IConstruct,
  place = placeOf(scope),
): string {
  const { addressId } = scope;
  return addressId !== undefined && addressIdProblems(addressId).length === 0
    ? `id-${addressId}`
    : (nameInAzure(scope.parts) ?? nameByPlace(place, TerraformStack.of(scope), principal));
}

/** The rule for the id that names a scope in addresses; undefined passes. */
export function addressIdProblems(addressId: string | undefined): Problem[] {
  return addressId === undefined || /^[a-z0-9][a-z0-9-]{0,59}$/.test(addressId)
    ? []
    : [
        {
          key: "addressId",
          message: `${shown(addressId)} can't name a scope in Terraform addresses; write 1 to 60 small letters, digits or "-", as in "shop-eu"`,
        },
      ];
}

// Names of registries have no "-", and ids of subscriptions have one length: no two scopes of one
// subscription share a name. A resource group that is not known leaves its place empty.
function nameInAzure(parts: ScopeParts = {}): string | undefined {
  const subscriptionId = literal(parts.subscriptionId);
  const resourceGroupName = literal(parts.resourceGroupName);
  const registryName = literal(parts.registryName);
  if (parts.registryName !== undefined) {
    return registryName && `registry-${resourceGroupName ?? ""}-${registryName}`;
  }
  if (parts.resourceGroupName !== undefined) {
    return subscriptionId && resourceGroupName
      ? `resource-group-${subscriptionId}-${resourceGroupName}`
      : undefined;
  }
  return subscriptionId && `subscription-${subscriptionId}`;
}

function literal(text: unknown): string | undefined {
  return typeof text === "string" && text !== "" && !Token.isUnresolved(text)
    ? text.toLowerCase()
    : undefined;
}

// In the principal's own stack without the name of that stack, which may change.
function nameByPlace(
  place: readonly string[],
  stack: TerraformStack,
  principal: IConstruct,
): string {
  return TerraformStack.of(principal) === stack
    ? `path-${oneId(place)}`
    : `stack-${oneId([...stack.node.path.split("/"), ...place])}`;
}

// An id for a path, and no other path's. (Construct ids have no "/" of their own, but maybe "--".)
function oneId(path: readonly string[]): string {
  return path.map((id) => id.replace(/[%_]/g, encodedCharacter)).join("_");
}

function encodedCharacter(character: string): string {
  return `%${character.charCodeAt(0).toString(16)}`;
}
