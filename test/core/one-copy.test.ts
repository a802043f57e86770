import { Construct } from "constructs";
import { App, TerraformStack, Testing } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AcrRegistry, AcrServicePrincipal } from "cdktf-acr-auth";
import { addProviders, newStack, problems } from "../support/stack";

type Cdktf = typeof import("cdktf");
type Library = typeof import("cdktf-acr-auth");

/** Loads a module as a second installation would, with all that it imports but what is shared. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the name tells no type
function anotherCopy<T extends object>(name: string, shared: Record<string, object> = {}): T {
  const loaded: object[] = [];
  jest.isolateModules(() => {
    for (const [sharedName, module] of Object.entries(shared)) {
      jest.doMock(sharedName, () => module);
    }
    loaded.push(jest.requireActual(name));
    for (const sharedName of Object.keys(shared)) {
      jest.dontMock(sharedName);
    }
  });
  return loaded[0] as T;
}

const SHARED = {
  constructs: jest.requireActual<object>("constructs"),
  cdktf: jest.requireActual<object>("cdktf"),
};
const web = (scope: Construct): unknown =>
  new AcrServicePrincipal(scope, "web", { displayName: "web" });
const registry = (scope: Construct): unknown =>
  AcrRegistry.fromName(scope, "registry", { registryName: "shopx", resourceGroupName: "rg" });

describe("what tests build stacks with goes on to work", () => {
  test.each<[string, () => TerraformStack]>([
    ["an App", () => new TerraformStack(new App(), "shop")],
    ["the App for tests", () => new TerraformStack(Testing.app(), "shop")],
    [
      "a stack below another construct",
      () => new TerraformStack(new Construct(new App(), "a"), "b"),
    ],
    ["a stack without an App", () => new TerraformStack(undefined as never, "shop")],
    [
      "a stack below any root",
      () => new TerraformStack(new Construct(undefined as never, ""), "b"),
    ],
    ["a class of the user's", () => new (class Shop extends TerraformStack {})(new App(), "shop")],
  ])("%s", (_what, stackOf) => {
    const stack = stackOf();
    addProviders(stack);
    web(stack);
    registry(stack);
    expect(problems(stack)).toEqual([]);
  });

  test("Testing.synthScope", () => {
    const json = Testing.synthScope((scope) => {
      addProviders(scope as TerraformStack);
      web(scope);
    });
    expect(json).toContain("azuread_application");
  });
});

describe("a second cdktf is refused where the first construct is made, with the cure", () => {
  const other = anotherCopy<Cdktf>("cdktf");

  test.each([
    ["a service principal", web],
    ["a registry", registry],
  ])("%s below an App of the other", (_what, make) => {
    const stack = new other.TerraformStack(new other.App(), "shop");
    const made = (): unknown => make(stack);
    expect(made).toThrow(
      /^\[shop\/\w+] cdktf is in this program twice: the app is of one copy, cdktf 0\.21\.0, and cdktf-acr-auth uses another, cdktf 0\.21\.0\.[^]*npm ls cdktf[^]*"overrides": \{/,
    );
  });

  test("a stack of the other in our App", () => {
    const stack = new other.TerraformStack(new App(), "shop");
    expect(() => web(stack)).toThrow(/twice: shop is of one copy, cdktf 0\.21\.0/);
  });

  test("our stack in an App of the other", () => {
    const stack = new TerraformStack(new other.App(), "shop");
    expect(() => web(stack)).toThrow(/twice: the app is of one copy/);
  });

  test("a class of the user's that extends the other's stack", () => {
    const stack = new (class Shop extends other.TerraformStack {})(new App(), "shop");
    expect(() => web(stack)).toThrow(/twice: shop is of one copy, cdktf 0\.21\.0/);
  });

  test("a provider of the other, which the stack has already", () => {
    const stack = new TerraformStack(new App(), "shop");
    const foreign = anotherCopy<{ AzureadProvider: typeof AzureadProvider }>(
      "@cdktf/provider-azuread/lib/provider",
    );
    new foreign.AzureadProvider(stack, "azuread");
    expect(() => web(stack)).toThrow(/twice: shop\/azuread is of one copy, cdktf 0\.21\.0/);
  });

  test("a provider or a module of the other, which comes later: when the stack is synthesized", () => {
    const stack = newStack();
    web(stack);
    new other.TerraformHclModule(stack, "module", { source: "contoso/shop/azurerm" });
    expect(problems(stack)).toEqual([
      expect.stringMatching(/^\[test] cdktf is in this program twice: test\/module is of one copy/),
    ]);
  });

  test("the provider package that this library finds is of the other", () => {
    const name = "@cdktf/provider-azuread/lib/application";
    const library = anotherCopy<Library>("cdktf-acr-auth", {
      ...SHARED,
      [name]: anotherCopy<object>(name),
    });
    expect(
      () => new library.AcrServicePrincipal(newStack(), "web", { displayName: "web" }),
    ).toThrow(/twice: @cdktf\/provider-azuread is of one copy, cdktf 0\.21\.0/);
  });
});

describe("a second copy of this library", () => {
  const other = anotherCopy<Library>("cdktf-acr-auth", SHARED);

  test("is refused in an app that has one already, in whichever stack", () => {
    const app = new App();
    web(new TerraformStack(app, "shop"));
    const stack = new TerraformStack(app, "other");
    expect(() => new other.AcrServicePrincipal(stack, "web", { displayName: "web" })).toThrow(
      /^\[other\/web] cdktf-acr-auth is in this program twice\.[^]*npm ls cdktf-acr-auth[^]*"overrides": \{/,
    );
  });

  test("may have an app to itself", () => {
    web(newStack());
    const stack = newStack();
    new other.AcrServicePrincipal(stack, "web", { displayName: "web" });
    expect(problems(stack)).toEqual([]);
  });
});
