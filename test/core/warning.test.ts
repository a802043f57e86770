import { AcrServicePrincipal } from "cdktf-acr-auth";
import { newStack, warnings } from "../support/stack";

function warned(context: Record<string, unknown>): string[] {
  const stack = newStack(context);
  const web = new AcrServicePrincipal(stack, "web", { displayName: "web" });
  web.addClientSecret("docker", { rotationDays: 120 });
  return warnings(stack);
}

test("a warning ends with its id and how to acknowledge it", () => {
  expect(warned({})).toEqual([
    expect.stringMatching(
      /\[acr-auth:long-lived-secret: to acknowledge.*"acr-auth:acknowledge"\]$/,
    ),
  ]);
});

test("a warning whose id is in the context acr-auth:acknowledge is silent", () => {
  expect(warned({ "acr-auth:acknowledge": ["acr-auth:long-lived-secret"] })).toEqual([]);
});

test("acknowledging one id leaves the others", () => {
  expect(warned({ "acr-auth:acknowledge": ["acr-auth:expired-secret"] })).toHaveLength(1);
});
