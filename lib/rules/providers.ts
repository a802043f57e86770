import { TerraformProvider, TerraformStack } from "cdktf";

/**
 * What tells the providers of one type in a stack apart. A provider without an alias is what Terraform
 * uses where none is named, so both are the same.
 */
export function aliasOf(provider?: TerraformProvider): string {
  return provider?.alias ?? "";
}

interface Found {
  readonly provider?: TerraformProvider;
  /** How many children the stack had then: a provider may have come since. */
  readonly among: number;
}

const withoutAlias = new WeakMap<TerraformStack, Map<string, Found>>();

/**
 * The provider of a type that Terraform uses where none is named. It is remembered: cdktf walks
 * through the whole stack for its providers, and every grant asks for this.
 */
export function providerWithoutAlias(
  stack: TerraformStack,
  type: string,
): TerraformProvider | undefined {
  const known = withoutAlias.get(stack) ?? new Map<string, Found>();
  withoutAlias.set(stack, known);
  const found = known.get(type);
  if (found?.provider !== undefined) {
    return found.provider;
  }
  const among = stack.node.children.length;
  if (found?.among === among) {
    return undefined;
  }
  const provider = stack
    .allProviders()
    .find((other) => other.terraformResourceType === type && other.alias === undefined);
  known.set(type, { provider, among });
  return provider;
}
