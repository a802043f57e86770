import { Construct } from "constructs";
import { App, TerraformStack } from "cdktf";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { providerWithoutAlias } from "../../lib/terraform/providers";
import { problems } from "../support/stack";

const FEATURES = { features: [{}] };

describe("the provider that Terraform uses where none is named", () => {
  test("is found at the next synth when it came since, wherever in the stack", () => {
    const stack = new TerraformStack(new App(), "test");
    const providers = new Construct(stack, "providers");
    expect(providerWithoutAlias(stack, "azurerm")).toBeUndefined();
    new AzurermProvider(providers, "azurerm", FEATURES);
    problems(stack);
    expect(providerWithoutAlias(stack, "azurerm")?.node.path).toBe("test/providers/azurerm");
  });

  test("is looked for once in a synth, whether there is one or not", () => {
    const stack = new TerraformStack(new App(), "test");
    new AzurermProvider(stack, "azurerm", FEATURES);
    const walks = jest.spyOn(stack, "allProviders");
    for (let grants = 0; grants < 1000; grants += 1) {
      providerWithoutAlias(stack, "azurerm");
      providerWithoutAlias(stack, "time");
    }
    expect(walks).toHaveBeenCalledTimes(2);
  });
});
