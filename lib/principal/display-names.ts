import { Construct } from "constructs";
import { TerraformProvider, TerraformStack, Token } from "cdktf";

interface NamedPrincipal {
  readonly construct: Construct;
  readonly provider?: TerraformProvider;
}

const namesOf = new WeakMap<TerraformStack, Map<string, NamedPrincipal[]>>();

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
  const names = namesOf.get(stack) ?? new Map<string, NamedPrincipal[]>();
  namesOf.set(stack, names);
  const key = displayName.toLowerCase();
  const sharing = names.get(key) ?? [];
  const first = sharing.find((other) => other.provider === provider);
  names.set(key, [...sharing, { construct, provider }]);
  if (first !== undefined) {
    construct.node.addValidation({
      validate: () => [
        `displayName: "${displayName}" is the name of ${first.construct.node.path} too; Entra would hold two applications that nobody can tell apart, choose another name`,
      ],
    });
  }
}
