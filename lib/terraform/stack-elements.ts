import { IConstruct } from "constructs";
import { TerraformDataSource, TerraformProvider, TerraformResource, TerraformStack } from "cdktf";
import { inert } from "../core/inert";
import { oncePer } from "../core/once-per";
import { Problem, reportAtSynth } from "../core/problem";
import { shown } from "../core/shown";
import { aliasOf, settingOf } from "./providers";

type Element = TerraformResource | TerraformDataSource;

/**
 * Finds, when the stack of a construct is synthesized, what cdktf renders wrongly without a word: two
 * elements with one address become one, and providers of other stacks are named that this one lacks.
 */
export function requireSoundElements(construct: IConstruct): void {
  const stack = TerraformStack.of(construct);
  oncePer(stack, requireSoundElements, () => {
    reportAtSynth(stack, () => {
      const elements = elementsOf(stack);
      return [...sharedAddressProblems(elements), ...foreignProviderProblems(stack, elements)];
    });
  });
}

function elementsOf(stack: TerraformStack): Element[] {
  return stack.node
    .findAll()
    .filter(
      (construct): construct is Element =>
        TerraformResource.isTerraformResource(construct) ||
        TerraformDataSource.isTerraformDataSource(construct),
    )
    .filter((element) => TerraformStack.of(element) === stack);
}

function sharedAddressProblems(elements: Element[]): Problem[] {
  const firsts = new Map<string, Element>();
  return elements.flatMap((element) => {
    const mode = TerraformDataSource.isTerraformDataSource(element) ? "data." : "";
    const address = `${mode}${element.terraformResourceType}.${element.friendlyUniqueId}`;
    const first = firsts.get(address);
    if (first === undefined) {
      firsts.set(address, element);
      return [];
    }
    return [
      {
        key: "id",
        message: `${inert(first.node.path)} and ${inert(element.node.path)} have one Terraform address, ${shown(address)}, and would be one; rename a construct (the id "Default" has no part in addresses)`,
      },
    ];
  });
}

function foreignProviderProblems(stack: TerraformStack, elements: Element[]): Problem[] {
  const users = new Map<TerraformProvider, Element>();
  for (const element of elements) {
    const { provider } = element;
    if (provider !== undefined && TerraformStack.of(provider) !== stack && !users.has(provider)) {
      users.set(provider, element);
    }
  }
  return [...users].flatMap(([provider, user]) => {
    const message = foreignProviderProblem(stack, provider);
    return message === undefined
      ? []
      : [{ key: "provider", message: `${inert(user.node.path)} uses ${message}` }];
  });
}

// Terraform knows providers by type and alias, and those of the stack only.
function foreignProviderProblem(
  stack: TerraformStack,
  provider: TerraformProvider,
): string | undefined {
  const { terraformResourceType: type, alias } = provider;
  const here = stack
    .allProviders()
    .find((other) => other.terraformResourceType === type && aliasOf(other) === aliasOf(provider));
  const theirs = `${inert(provider.node.path)}, a provider of another stack`;
  const called =
    alias === undefined
      ? `the ${type} provider without an alias`
      : `the ${type} provider with the alias ${shown(alias)}`;
  if (here === undefined) {
    return `${theirs}, and to Terraform that is ${called} of this stack, which has none; declare it in this stack, for the same tenant and subscription`;
  }
  const different = (["environment", "tenantId", "subscriptionId"] as const).find((setting) => {
    const [one, other] = [provider, here].map((either) => settingOf(either, setting));
    return one !== undefined && other !== undefined && one !== other;
  });
  return different === undefined
    ? undefined
    : `${theirs}, and to Terraform that is ${called} of this stack, which has another ${different}; give the two one alias that no others have, and the same settings`;
}
