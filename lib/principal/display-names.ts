import { Construct } from "constructs";
import { TerraformProvider, TerraformStack, Token } from "cdktf";
import { oncePer } from "../core/once-per";
import { nameOf } from "../core/place";
import { reportAtSynth } from "../core/problem";
import { shown } from "../core/shown";
import { tenantOf } from "../terraform/providers";

/**
 * Finds two service principals of a stack with one display name in one tenant when it is synthesized;
 * Entra's search ignores case, so this does too. Terraform would make the first and refuse the second,
 * halfway through an apply.
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
  const names = oncePer(stack, DisplayNames, () => new DisplayNames(stack));
  names.add(construct, displayName, provider);
  reportAtSynth(construct, () => {
    const first = names.firstOf(construct, displayName, provider);
    return first === construct
      ? []
      : [
          {
            key: "displayName",
            message: `${shown(displayName)} is the name of ${nameOf(first)} too; Entra would hold two applications that nobody can tell apart, choose another name`,
          },
        ];
  });
}

/** The display names of a stack. Which tenants the providers are of is known when it is synthesized. */
class DisplayNames {
  private readonly all: [Construct, string, TerraformProvider | undefined][] = [];
  private firsts?: Map<string, Construct>;

  public constructor(stack: TerraformStack) {
    // The stack is validated before all that is in it.
    stack.node.addValidation({
      validate: () => {
        this.firsts = undefined;
        return [];
      },
    });
  }

  public add(construct: Construct, displayName: string, provider?: TerraformProvider): void {
    this.all.push([construct, displayName, provider]);
  }

  public firstOf(
    construct: Construct,
    displayName: string,
    provider?: TerraformProvider,
  ): Construct {
    this.firsts ??= new Map([...this.all].reverse().map((each) => [keyOf(...each), each[0]]));
    return this.firsts.get(keyOf(construct, displayName, provider)) ?? construct;
  }
}

function keyOf(construct: Construct, displayName: string, provider?: TerraformProvider): string {
  return `${tenantOf(construct, provider)} ${displayName.toLowerCase()}`;
}
