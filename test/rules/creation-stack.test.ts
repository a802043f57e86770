import { ApplicationPasswordA } from "@cdktf/provider-azuread/lib/application-password";
import { Tokenization } from "cdktf";
import { AcrServicePrincipal } from "cdktf-acr-auth";
import { withOneCreationStack } from "../../lib/rules/creation-stack";
import { newStack } from "../support/stack";

function theLineThatAUserWrote(): AcrServicePrincipal {
  return new AcrServicePrincipal(newStack(), "web", { displayName: "web" });
}

test("a token made inside the library remembers the user's line", () => {
  const secret = theLineThatAUserWrote().addClientSecret("docker");
  const { applicationIdInput = "" } = secret.node.findChild("a") as ApplicationPasswordA;
  const [token] = Tokenization.reverseString(applicationIdInput).tokens;
  expect(token?.creationStack.join("\n")).toMatch(/creation-stack\.test\.ts/);
});

test("an error thrown inside keeps its own stack, down to the user's line", () => {
  const failing = (): never => {
    throw new Error("inside");
  };
  let stack = "";
  try {
    withOneCreationStack(failing);
  } catch (error) {
    stack = (error as Error).stack ?? "";
  }
  expect(stack).toMatch(/at failing .*creation-stack\.test\.ts/);
});

test("nothing global stays changed, also after an error", () => {
  const before = Object.getOwnPropertyDescriptor(Error, "captureStackTrace");
  const limit = Error.stackTraceLimit;
  theLineThatAUserWrote();
  expect(() =>
    withOneCreationStack(() => {
      throw new Error("inside");
    }),
  ).toThrow("inside");
  expect(Object.getOwnPropertyDescriptor(Error, "captureStackTrace")).toEqual(before);
  expect(Error.stackTraceLimit).toBe(limit);
});
