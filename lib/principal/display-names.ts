import { Construct } from "constructs";
import { TerraformProvider, TerraformStack, Token } from "cdktf";
import { aliasOf } from "../rules/providers";
import { shown } from "../rules/shown";

const namesOf = new WeakMap<TerraformStack, Map<string, Construct>>();

/**
 * Finds two service principals of a stack with one display name when it is synthesized; Entra's
 * search ignores case, so this does too. Terraform would make the first and refuse the second,
 * halfway through an apply. Principals of different azuread providers may share a name: providers
 * stand for tenants.
 */
export function requireUniqueDisplayName(
  construct: Construct,
  displayName: string,
  provider?: TerraformProvider,
): void {
  if (Token.isUnresolved(displayName)) {
    return;
  }
  const stack = TerraformStack.of(construct);
  const names = namesOf.get(stack) ?? new Map<string, Construct>();
  namesOf.set(stack, names);
  const key = `${aliasOf(provider)} ${displayName.toLowerCase()}`;
  const first = names.get(key);
  if (first === undefined) {
    names.set(key, construct);
  } else {
    construct.node.addValidation({
      validate: () => [
        `displayName: ${shown(displayName)} is the name of ${first.node.path} too; Entra would hold two applications that nobody can tell apart, choose another name`,
      ],
    });
  }
}
