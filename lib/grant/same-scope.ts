import { IConstruct } from "constructs";
import { TerraformStack, Token } from "cdktf";
import { cloudOf } from "../terraform/azure-cloud";
import { meaningOf } from "../terraform/meaning";
import { providerUsed, settingOf } from "../terraform/providers";
import type { GrantScope } from "./grant-scope";

/** Whether two references are to one scope. */
type Sameness = "same" | "different" | "known to Terraform only";

/** Compares two references by what the program knows of them. To be asked at synth. */
export function compareScopes(one: GrantScope, other: GrantScope): Sameness {
  const clouds = [one, other].map((scope) => cloudOf(scope, "azurerm", scope.provider));
  const facts = factsOf(one).map((ours, index) => ({
    ours,
    theirs: factsOf(other)[index] ?? ours,
  }));
  if (
    (clouds.every((cloud) => cloud !== undefined) && clouds[0] !== clouds[1]) ||
    facts.some(({ ours, theirs }) => ours.isKnown && theirs.isKnown && ours.text !== theirs.text)
  ) {
    return "different";
  }
  return scopeKeys(one).some((key) => scopeKeys(other).includes(key))
    ? "same"
    : "known to Terraform only";
}

/** Texts of which two references to one scope share one, as far as the program can tell. */
export function scopeKeys(scope: GrantScope): string[] {
  const id = meaningOf(scope.scopeId, scope);
  const facts = factsOf(scope).map(({ text }) => text);
  return scope.parts === undefined ? [id] : [id, facts.join(" ")];
}

/** A part of a resource id. */
interface Fact {
  readonly text: string;
  readonly isKnown: boolean;
}

function factsOf(scope: GrantScope): Fact[] {
  const { resourceGroupName = "", registryName = "" } = scope.parts ?? {};
  return [subscriptionOf(scope), factOf(resourceGroupName, scope), factOf(registryName, scope)];
}

/** The subscription of a scope: its id, or in place of that the provider that knows it. */
export function subscriptionOf(scope: GrantScope): Fact {
  const provider = providerUsed(scope, "azurerm", scope.provider);
  const subscriptionId = scope.parts?.subscriptionId ?? settingOf(provider, "subscriptionId");
  return subscriptionId === undefined
    ? { text: `of ${(provider ?? TerraformStack.of(scope)).node.path}`, isKnown: false }
    : factOf(subscriptionId, scope);
}

function factOf(value: string, scope: IConstruct): Fact {
  return { text: meaningOf(value, scope), isKnown: !Token.isUnresolved(value) };
}
