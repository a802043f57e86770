import { AcrServicePrincipal, AdoptableModule } from "cdktf-acr-auth";
import { newStack, problems, render } from "../support/stack";

test.each(AdoptableModule.all().map((module) => [module.source, module] as const))(
  "what a call of %s has made is moved from its addresses",
  (_, module) => {
    const stack = newStack();
    const adopt = module.at('module.web["shop"]');
    new AcrServicePrincipal(stack, "web", { displayName: "contoso-web", adopt });
    expect(problems(stack)).toEqual([]);
    const addresses =
      /^module\.web\["shop"\]\.azuread_(application|service_principal)\.(main|sp|this)$/;
    expect(render(stack).moved).toEqual([
      expect.objectContaining({ from: expect.stringMatching(addresses) as string }),
      expect.objectContaining({ from: expect.stringMatching(addresses) as string }),
    ]);
  },
);

test("a module is found by its source", () => {
  expect(AdoptableModule.from("claranet/service-principal/azurerm")).toBe(AdoptableModule.CLARANET);
});

test("a module that is not known is refused where it is adopted, with those that are", () => {
  const stack = newStack();
  const adopt = AdoptableModule.from("contoso/sp/azuread").at("module.web");
  expect(problems(stack)).toEqual([]);
  new AcrServicePrincipal(stack, "web", { displayName: "contoso-web", adopt });
  expect(problems(stack)).toEqual([
    expect.stringMatching(
      /^\[test\/web\] adopt: AdoptableModule\.from: source: "contoso\/sp\/azuread" is not one of kumarvna\/.*, equinor\/app\/azuread; give the addresses in place of it$/,
    ),
  ]);
});

test("a module that is not known is no less refused where its addresses are copied", () => {
  const stack = newStack();
  const adopt = { ...AdoptableModule.from("contoso/sp/azuread").at("module.web") };
  new AcrServicePrincipal(stack, "web", { displayName: "contoso-web", adopt });
  expect(problems(stack)).toHaveLength(2);
});

test("an address that is no text is refused where it is adopted", () => {
  const stack = newStack();
  const adopt = AdoptableModule.KUMARVNA.at(["module.web"] as unknown as string);
  new AcrServicePrincipal(stack, "web", { displayName: "contoso-web", adopt });
  expect(problems(stack)).toEqual([
    "[test/web] adopt: AdoptableModule.at: address: a list is not text; give text",
  ]);
});

test("what is no address of a module call is refused at synth", () => {
  const stack = newStack();
  const adopt = AdoptableModule.KUMARVNA.at("web");
  new AcrServicePrincipal(stack, "web", { displayName: "contoso-web", adopt });
  expect(problems(stack)).toEqual([
    expect.stringContaining('"web.azuread_application.main" is no azuread_application to adopt'),
    expect.stringContaining('"web.azuread_service_principal.main" is no azuread_service_principal'),
  ]);
});
