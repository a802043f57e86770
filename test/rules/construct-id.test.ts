import { Fn } from "cdktf";
import { AcrPrincipal, AcrRegistry, AcrServicePrincipal, PrincipalType } from "cdktf-acr-auth";
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
