import { Tokenization } from "cdktf";
import { ApplicationPasswordA } from "@cdktf/provider-azuread/lib/application-password";
import { AcrRegistry, AcrServicePrincipal, PrincipalBase, PrincipalType } from "cdktf-acr-auth";
import { withOneCreationStack } from "../../lib/core/creation-stack";
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

describe("code of the caller that runs inside", () => {
  class Refusal extends Error {
    public constructor() {
      super("refused");
      Error.captureStackTrace(this, Refusal);
    }
  }

  /** The message and the innermost frame. */
  const top = (stack = ""): string[] => stack.split("\n").slice(0, 2);

  test.each<[string, () => string | undefined]>([
    ["an error of its own", () => new Refusal().stack],
    [
      "where it is",
      () => {
        const here: { stack?: string } = {};
        Error.captureStackTrace(here);
        return here.stack;
      },
    ],
    [
      "the stack of a token, as cdktf does",
      function likeCdktf() {
        const target = { stack: "" };
        Error.captureStackTrace(target, likeCdktf);
        return target.stack;
      },
    ],
  ])("captures the same stack as outside: %s", (_what, capture) => {
    const theLineThatAUserWrote = (): string | undefined => capture();
    expect(top(withOneCreationStack(theLineThatAUserWrote))).toEqual(top(theLineThatAUserWrote()));
  });

  test("is what a principal of a user does when a grant asks for its object id", () => {
    const stack = newStack();
    const seen: string[] = [];
    class OnDuty extends PrincipalBase {
      public readonly principalType = PrincipalType.USER;
      public readonly azureadProvider = undefined;
      public constructor() {
        super(stack, "on-duty");
      }
      public get objectId(): string {
        seen.push(new Refusal().stack?.split("\n")[1] ?? "");
        return "6f3f7e4e-0000-4000-8000-000000000001";
      }
    }
    AcrRegistry.fromName(stack, "registry", {
      registryName: "contosoShop",
      resourceGroupName: "rg-registry",
    }).grantPull(new OnDuty());
    expect(seen.length).toBeGreaterThan(0);
    for (const line of seen) {
      expect(line).toMatch(/creation-stack\.test\.ts/);
    }
  });
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
