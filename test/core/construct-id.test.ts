import { Construct } from "constructs";
import { Fn, TerraformVariable } from "cdktf";
import {
  AcrPrincipal,
  AcrRegistries,
  AcrRegistry,
  AcrServicePrincipal,
  ClientSecretOutputs,
  FederatedIdentity,
  PrincipalType,
} from "cdktf-acr-auth";
import { newStack } from "../support/stack";

const token = Fn.lower("WEB");

test("a token as the id of a service principal is refused, with the path of its scope", () => {
  expect(() => new AcrServicePrincipal(newStack(), token, { displayName: "web" })).toThrow(
    /^\[test\] The id of a construct in here is a token.*Name the construct yourself/s,
  );
});

test("a token as the id of an existing principal is refused", () => {
  const attributes = { objectId: token, principalType: PrincipalType.GROUP };
  expect(() => AcrPrincipal.fromObjectId(newStack(), token, attributes)).toThrow(/is a token/);
});

test("a token as the id of a registry is refused", () => {
  expect(() => AcrRegistry.fromAttributes(newStack(), token, { registryId: token })).toThrow(
    /is a token/,
  );
});

test("a token as the id of a client secret is refused", () => {
  const web = new AcrServicePrincipal(newStack(), "web", { displayName: "web" });
  expect(() => web.addClientSecret(token)).toThrow(/\[test\/web\/client_secret\] .* is a token/);
});

const registryId =
  "/subscriptions/00000000-0000-4000-8000-00000000000a/resourceGroups/rg/providers/Microsoft.ContainerRegistry/registries/contosoShop";
const subscriptionId = "00000000-0000-4000-8000-00000000000a";
const uuid = "6f3f7e4e-0000-4000-8000-000000000001";
const named = { registryName: "contosoShop", resourceGroupName: "rg" };
const claims = FederatedIdentity.of({ issuer: "https://id.contoso.com", subject: "web" });

type Make = (scope: Construct, id: string) => unknown;

const MAKERS: Record<string, Make> = {
  "a service principal": (scope, id) =>
    new AcrServicePrincipal(scope, id, { displayName: "contoso-web" }),
  "a service principal by its client id": (scope, id) =>
    AcrServicePrincipal.fromClientId(scope, id, uuid),
  "a principal": (scope, id) =>
    AcrPrincipal.fromObjectId(scope, id, { objectId: uuid, principalType: PrincipalType.USER }),
  "a registry by its name": (scope, id) => AcrRegistry.fromName(scope, id, named),
  "a registry by its id": (scope, id) => AcrRegistry.fromAttributes(scope, id, { registryId }),
  "all registries of a subscription": (scope, id) =>
    AcrRegistries.inSubscription(scope, id, { subscriptionId }),
  "a client secret": (scope, id) => web(scope).addClientSecret(id),
  "a certificate": (scope, id) => web(scope).addCertificate(id, { der: Fn.file("web.der") }),
  "a federated credential": (scope, id) => web(scope).addFederatedCredential(id, claims),
  "the outputs of a client secret": (scope, id) =>
    new ClientSecretOutputs(newStack(), id, web(scope).addClientSecret("docker")),
};

function web(scope: Construct): AcrServicePrincipal {
  return new AcrServicePrincipal(scope, "web", { displayName: "contoso-web" });
}

describe.each(Object.entries(MAKERS))("the id of %s", (_, make) => {
  const stack = newStack();
  const variable = new TerraformVariable(stack, "value", {});

  test.each<[string, string, RegExp]>([
    [
      "an expression",
      'd${file("other.txt")}',
      /^\[.*\] The id "d\$\{file\("other\.txt"\)\}" has something in it that Terraform would evaluate/,
    ],
    ["a directive", "d%{ if true }x%{ endif }", /would evaluate/],
    ["a token", `d${variable.stringValue}`, /is a token/],
    ["a number of Terraform's", `d${variable.numberValue}`, /would evaluate, or a token/],
    ["a list of Terraform's", `d${String(variable.listValue)}`, /would evaluate, or a token/],
    [
      "a line break",
      "web\nApply complete",
      /The id "web\\u000aApply complete" has control characters/,
    ],
    ["a change of direction", "web\u202e", /has control characters or changes of direction/],
    [
      "a word of JavaScript's own",
      "constructor",
      /The id "constructor" is a word of JavaScript's own/,
    ],
    ["another", "__proto__", /The id "__proto__" is a word of JavaScript's own/],
    ["nothing", "", /The id of a construct in here is ""/],
    ["no text", 5 as unknown as string, /The id of a construct in here is 5/],
    [
      "properties",
      { displayName: "web" } as unknown as string,
      /in here is a map; .* give text as in "web"/,
    ],
  ])("is refused where it has %s", (_, id, message) => {
    expect(() => make(newStack(), id)).toThrow(message);
  });

  test("may be any other text", () => {
    expect(() => make(newStack(), "größe 1e5 (neu) $ % {x}")).not.toThrow();
  });

  test("is refused below a construct whose id has an expression", () => {
    const scope = new Construct(newStack(), 'd${file("other.txt")}');
    expect(() => make(scope, "web")).toThrow(/The id "d\$\{file/);
  });
});

test.each([undefined, null, "stack", {}])("%p as the scope is refused without a crash", (scope) => {
  expect(() => new AcrServicePrincipal(scope as Construct, "web", { displayName: "web" })).toThrow(
    /^The scope of "web" is .* and no construct; give the stack/,
  );
});
