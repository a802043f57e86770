import { TerraformStack } from "cdktf";
import { newStack, render } from "./stack";

/** What a stack holds; the providers are there already. */
export type Program = (stack: TerraformStack) => void;

/** One `moved` block. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

/** The stack of a program. */
export function stackOf(program: Program): TerraformStack {
  const stack = newStack();
  program(stack);
  return stack;
}

/** The `moved` blocks of a stack. */
export function moves(stack: TerraformStack): Move[] {
  return (render(stack).moved ?? []) as Move[];
}

/** What Terraform manages in a stack, by its addresses. */
export function addresses(stack: TerraformStack): string[] {
  const { resource = {}, module = {} } = render(stack);
  return [...Object.entries(resource), ["module", module] as const].flatMap(([type, all]) =>
    Object.keys(all).map((name) => `${type}.${name}`),
  );
}

/** Where Terraform moves what a state has at an address. */
export function endOf(all: readonly Move[], address: string): string {
  const move = all.find(({ from }) => from === address);
  return move === undefined ? address : endOf(all, move.to);
}
