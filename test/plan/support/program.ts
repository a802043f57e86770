import { App, TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";

/** What a stack holds; the providers are there already. */
export type Program = (stack: TerraformStack) => void;

/** The stack of a program, in a new app. */
export function stackOf(
  program: Program,
  options: ConstructorParameters<typeof App>[0],
  name = "stack",
): TerraformStack {
  const stack = new TerraformStack(new App(options), name);
  new AzureadProvider(stack, "azuread");
  new AzurermProvider(stack, "azurerm", {
    features: [{}],
    resourceProviderRegistrations: "none",
  });
  program(stack);
  return stack;
}
