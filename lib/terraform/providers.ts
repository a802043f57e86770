import { IConstruct } from "constructs";
import { TerraformProvider, TerraformStack, Token } from "cdktf";
import { oncePer } from "../core/once-per";

/**
 * What tells the providers of one type in a stack apart. A provider without an alias is what Terraform
 * uses where none is named, so both are the same.
 */
export function aliasOf(provider?: TerraformProvider): string {
  return provider?.alias ?? "";
}

/** The types of providers that this library renders resources of. */
export const PROVIDER_TYPES = ["azuread", "azurerm"] as const;

/** One of them. */
export type ProviderType = (typeof PROVIDER_TYPES)[number];

/** The provider that Terraform uses in a scope: the one that is named, or that of the stack. Ask at synth. */
export function providerUsed(
  scope: IConstruct,
  type: ProviderType,
  named?: TerraformProvider,
): TerraformProvider | undefined {
  return named ?? providerWithoutAlias(TerraformStack.of(scope), type);
}

/** What a resource of a stack names as its provider: what has no alias is that of its own stack. */
export function providerIn(
  stack: TerraformStack,
  provider: TerraformProvider | undefined,
): TerraformProvider | undefined {
  return provider?.alias === undefined && provider && TerraformStack.of(provider) !== stack
    ? undefined
    : provider;
}

/** A setting of a provider in lower case, where the program says it literally. */
export function settingOf(
  provider: TerraformProvider | undefined,
  setting: "environment" | "subscriptionId" | "tenantId",
): string | undefined {
  // Properties of the classes for azuread and azurerm, and of no base class.
  const { [setting]: value } = (provider ?? {}) as Partial<Record<typeof setting, unknown>>;
  return typeof value === "string" && !Token.isUnresolved(value) ? value.toLowerCase() : undefined;
}

/**
 * What tells the tenants of two azuread providers apart, as far as the program knows: the id, or else the
 * alias, since providers of one stack stand for tenants. To be asked at synth.
 */
export function tenantOf(scope: IConstruct, provider?: TerraformProvider): string {
  const used = providerUsed(scope, "azuread", provider);
  return settingOf(used, "tenantId") ?? `that of ${aliasOf(used)}`;
}

/** Whether two azuread providers are of one tenant, as far as they say so themselves. */
export function areOfOneTenant(one?: TerraformProvider, other?: TerraformProvider): boolean {
  const tenantId = settingOf(one, "tenantId");
  return (
    aliasOf(one) === aliasOf(other) ||
    (tenantId !== undefined && tenantId === settingOf(other, "tenantId"))
  );
}

/**
 * The provider of a type that Terraform uses where none is named. It is remembered: cdktf walks
 * through the whole stack for its providers, and every grant asks for this.
 */
export function providerWithoutAlias(
  stack: TerraformStack,
  type: string,
): TerraformProvider | undefined {
  const known = oncePer(stack, providerWithoutAlias, () => rememberUntilSynth(stack));
  if (!known.has(type)) {
    const provider = stack
      .allProviders()
      .find((other) => other.terraformResourceType === type && other.alias === undefined);
    known.set(type, provider);
  }
  return known.get(type);
}

// A provider may come anywhere in the stack after one was asked for. The stack is the first to be
// validated, when all are there.
function rememberUntilSynth(stack: TerraformStack): Map<string, TerraformProvider | undefined> {
  const known = new Map<string, TerraformProvider | undefined>();
  stack.node.addValidation({
    validate: () => {
      known.clear();
      return [];
    },
  });
  return known;
}
