import { App, TerraformStack, Testing } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";

/** The rendered attributes of resources: type, then name. */
export type Resources = Record<string, Record<string, Record<string, unknown>>>;

/** The Terraform JSON of a stack, without cdktf's metadata. */
export interface TerraformJson {
  readonly data?: Resources;
  readonly import?: unknown[];
  readonly locals?: Record<string, unknown>;
  readonly module?: Record<string, unknown>;
  readonly moved?: unknown[];
  readonly output?: Record<string, unknown>;
  readonly resource?: Resources;
  readonly terraform?: unknown;
}

/** An empty stack with both providers; the context is that of cdktf.json. */
export function newStack(context: Record<string, unknown> = {}): TerraformStack {
  const stack = new TerraformStack(new App({ context }), "test");
  addProviders(stack);
  return stack;
}

export function addProviders(stack: TerraformStack): void {
  new AzureadProvider(stack, "azuread");
  new AzurermProvider(stack, "azurerm", { features: [{}] });
}

/** What Terraform is given; fails when the stack breaks a rule. */
export function render(stack: TerraformStack): TerraformJson {
  return JSON.parse(Testing.synth(stack, true)) as TerraformJson;
}

/** The rendered resources of one type, by their addresses. */
export function resources(stack: TerraformStack, type: string): Record<string, unknown>[] {
  return Object.values(render(stack).resource?.[type] ?? {});
}

/** The broken rules that a synth reports, as `[path] message`. */
export function problems(stack: TerraformStack): string[] {
  return stack.node
    .findAll()
    .flatMap((construct) =>
      construct.node.validate().map((message) => `[${construct.node.path}] ${message}`),
    );
}

/** The warnings that a synth prints. */
export function warnings(stack: TerraformStack): string[] {
  return stack.node
    .findAll()
    .flatMap((construct) => construct.node.metadata)
    .filter(({ type }) => type === "@cdktf/warn")
    .map(({ data }) => String(data));
}
