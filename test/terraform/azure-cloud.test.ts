import { App, TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { AcrRegistry, AcrServicePrincipal, FederatedIdentity } from "cdktf-acr-auth";
import { newStack, problems, render } from "../support/stack";

function problemsWith(azuread?: string, azurerm?: string): string[] {
  const stack = new TerraformStack(new App(), "test");
  const registry = AcrRegistry.fromName(stack, "registry", {
    registryName: "contosoShop",
    resourceGroupName: "rg-registry",
  });
  registry.grantPull(new AcrServicePrincipal(stack, "web", { displayName: "web" }));
  new AzureadProvider(stack, "azuread", { environment: azuread });
  new AzurermProvider(stack, "azurerm", { features: [{}], environment: azurerm });
  return problems(stack);
}

test.each([
  [undefined, undefined],
  ["global", "public"],
  ["usgovernmentl5", "usgovernment"],
  ["dod", "usgovernment"],
  ["china", "china"],
  // ARM_ENVIRONMENT may say the same.
  ["china", undefined],
  [undefined, "usgovernment"],
  // A word that is not known here may be one of a newer provider.
  ["elsewhere", "public"],
])("providers of the environments %s and %s are in one cloud", (azuread, azurerm) => {
  expect(problemsWith(azuread, azurerm)).toEqual([]);
});

test.each([
  ["public", "usgovernment", "public", "usgovernment"],
  ["dod", "public", "usgovernment", "public"],
  ["usgovernment", "China", "usgovernment", "china"],
])("%s and %s are different clouds, which is refused", (azuread, azurerm, one, other) => {
  expect(problemsWith(azuread, azurerm)).toEqual([
    `[test/web/grant/registry-rg-registry-contososhop] environment: the azuread provider of the principal is in the cloud ${one} and the azurerm provider of the registry in ${other}; nothing reaches from one cloud into another, write the same environment for both`,
  ]);
});

describe("in a stack with providers of several clouds", () => {
  const withTwoClouds = (principalIn: "gov" | "public", registryIn: "gov" | "public"): string[] => {
    const stack = new TerraformStack(new App(), "test");
    const environment = "usgovernment";
    new AzureadProvider(stack, "azuread", { environment: "public" });
    new AzurermProvider(stack, "azurerm", { features: [{}], environment: "public" });
    const azuread = new AzureadProvider(stack, "azuread-gov", { alias: "gov", environment });
    const azurerm = new AzurermProvider(stack, "azurerm-gov", {
      alias: "gov",
      features: [{}],
      environment,
    });
    const web = new AcrServicePrincipal(stack, "web", {
      displayName: "web",
      provider: principalIn === "gov" ? azuread : undefined,
    });
    AcrRegistry.fromName(stack, "registry", {
      registryName: "contosoShop",
      resourceGroupName: "rg-registry",
      provider: registryIn === "gov" ? azurerm : undefined,
    }).grantPull(web);
    return problems(stack);
  };

  test("a principal is let in to a registry of its own cloud", () => {
    expect(withTwoClouds("gov", "gov")).toEqual([]);
    expect(withTwoClouds("public", "public")).toEqual([]);
  });

  test("a principal is not let in to a registry of another cloud", () => {
    expect(withTwoClouds("gov", "public")).toHaveLength(1);
    expect(withTwoClouds("public", "gov")).toHaveLength(1);
  });
});

test("the providers of a stack are looked for a few times, however many grants there are", () => {
  const stack = newStack();
  const registry = AcrRegistry.fromName(stack, "registry", {
    registryName: "contosoShop",
    resourceGroupName: "rg-registry",
  });
  for (const id of Array.from({ length: 30 }, (_, n) => `web${n}`)) {
    const web = new AcrServicePrincipal(stack, id, { displayName: id });
    web.addClientSecret("docker", { propagationSeconds: 10 });
    web.addFederatedCredential(
      "github",
      FederatedIdentity.github({ repository: "contoso/shop", branch: "main" }),
    );
    registry.grantPull(web, { propagationSeconds: 10 });
  }
  const walk = jest.spyOn(stack, "allProviders");
  render(stack);
  expect(walk.mock.calls.length).toBeLessThan(10);
});
