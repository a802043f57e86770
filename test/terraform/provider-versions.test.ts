import { App, TerraformStack } from "cdktf";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { ProviderVersionConstraints, ProviderVersions } from "cdktf-acr-auth";
import { newStack, problems, render } from "../support/stack";

function asking(...versions: ProviderVersionConstraints[]): TerraformStack {
  const stack = newStack();
  for (const each of versions) {
    ProviderVersions.use(stack, each);
  }
  return stack;
}

const asked = (azuread: string, azurerm: string): object => ({
  required_providers: {
    azuread: { source: "hashicorp/azuread", version: azuread },
    azurerm: { source: "azurerm", version: azurerm },
  },
});

test("a program that says nothing gets the versions that its provider packages pin", () => {
  expect(render(newStack()).terraform).toMatchObject(asked("3.7.0", "4.55.0"));
});

test("a program gets the newest tested versions by one line", () => {
  const stack = asking(ProviderVersions.NEWEST_TESTED);
  expect(render(stack).terraform).toMatchObject(asked("3.9.0", "5.2.0"));
});

test("of one provider alone may be asked, and what is asked for last holds", () => {
  const stack = asking({ azurerm: "5.2.0" }, { azurerm: ">= 4.81.0, < 5.0.0" });
  expect(render(stack).terraform).toMatchObject(asked("3.7.0", ">= 4.81.0, < 5.0.0"));
});

test("an override that the program writes afterwards holds", () => {
  const stack = asking(ProviderVersions.NEWEST_TESTED);
  stack.addOverride("terraform.required_providers.azurerm.version", "5.1.0");
  expect(render(stack).terraform).toMatchObject(asked("3.9.0", "5.1.0"));
});

test.each([
  "5.2.0",
  "=5.2",
  " = 5.2.0 ",
  "~> 4",
  "~>4.81",
  "~> 5.1.3",
  ">= 4.81, < 5",
  ">=4.0.0,<6.0.0",
  "> 4.55, <= 5.9, != 5.0.0",
  "5.02.0",
])("azurerm %s is a constraint that Terraform takes, and within what is supported", (azurerm) => {
  expect(problems(asking({ azurerm }))).toEqual([]);
});

test.each([
  "",
  " ",
  "v5.2.0",
  "5.2.0.0",
  "5.2.x",
  "5.2.0,",
  ">= 4 < 5",
  "^5",
  "==5",
  "=> 5",
  "4 || 5",
])("%j is refused, as it is by Terraform", (azurerm) => {
  expect(problems(asking({ azurerm }))).toEqual([
    `[test] ProviderVersions.use: azurerm: ${JSON.stringify(azurerm)} is not a version constraint of Terraform's; write 5.2.0, or a range as in ~> 5.2`,
  ]);
});

test("a pre-release is refused, which nothing here has been tested with", () => {
  expect(problems(asking({ azurerm: "6.0.0-beta1" }))).toEqual([
    expect.stringContaining('"6.0.0-beta1" is not a version constraint'),
  ]);
});

test.each([
  ["3.117.0"],
  ["6.0.0"],
  ["~> 3.0"],
  [">= 4.81.0"],
  ["< 6.0.0"],
  [">= 5.0, <= 6.0"],
  ["> 3.9, < 6"],
  ["!= 5.0.0"],
  ["> 5.2.0, < 5.2.0"],
  ["~> 4.0, ~> 5.0"],
])("azurerm %s would let in what is not supported, or nothing", (azurerm) => {
  expect(problems(asking({ azurerm }))).toEqual([
    `[test] ProviderVersions.use: azurerm: "${azurerm}" is not within 4 and 5, the versions of azurerm that this library supports; write 5.2.0, or a range as in ~> 5.2`,
  ]);
});

test.each([
  ["3.7.0", true],
  ["~> 3.0", true],
  ["2.53.1", false],
  [">= 3.7.0", false],
])("azuread %s is supported: %p", (azuread, isSupported) => {
  expect(problems(asking({ azuread }))).toHaveLength(isSupported ? 0 : 1);
});

test("a version of a provider that the stack does not have is refused: Terraform would install it", () => {
  const stack = new TerraformStack(new App(), "test");
  ProviderVersions.use(stack, ProviderVersions.NEWEST_TESTED);
  new AzurermProvider(stack, "azurerm", { features: [{}] });
  expect(problems(stack)).toEqual([
    "[test] ProviderVersions.use: azuread: the stack has no provider of azuread; leave its version out",
  ]);
});
