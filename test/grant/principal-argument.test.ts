import { Construct } from "constructs";
import { TerraformStack } from "cdktf";
import { Application } from "@cdktf/provider-azuread/lib/application";
import { AcrServicePrincipal, IAcrPrincipal, PermissionsMode } from "cdktf-acr-auth";
import { newStack, problems, resources } from "../support/stack";
import { registryIn } from "./granting";

const OBJECT_ID = "6f3f7e4e-0000-4000-8000-000000000001";

/** A principal that another library makes, with what it says of itself. */
function foreign(stack: TerraformStack, attributes: object): IAcrPrincipal {
  return Object.assign(new Construct(stack, "foreign"), attributes) as unknown as IAcrPrincipal;
}

function granted(principal: (stack: TerraformStack) => unknown): TerraformStack {
  const stack = newStack();
  const registry = registryIn(stack, PermissionsMode.LEGACY);
  registry.grantPull(principal(stack) as IAcrPrincipal);
  return stack;
}

test("a principal that another library makes is granted to like one of this library", () => {
  const stack = granted((of) => foreign(of, { objectId: OBJECT_ID, principalType: "Group" }));
  expect(problems(stack)).toEqual([]);
  expect(resources(stack, "azurerm_role_assignment")).toMatchObject([
    { principal_id: OBJECT_ID, principal_type: "Group" },
  ]);
});

test.each<[string, object, string]>([
  [
    "a type that Azure does not know",
    { objectId: OBJECT_ID, principalType: "group" },
    'principal.principalType: "group" is not one of ServicePrincipal, Group, User; did you mean "Group"?',
  ],
  ["no object id", { principalType: "Group" }, "principal.objectId: is missing; give text"],
  [
    "an object id that Terraform would evaluate",
    { objectId: '${file("x")}', principalType: "Group" },
    'principal.objectId: "${file("x")}" has ${ or %{ in it',
  ],
])("one with %s is refused, and nothing is assigned", (_, attributes, message) => {
  const stack = granted((of) => foreign(of, attributes));
  expect(problems(stack)).toEqual([expect.stringContaining(`[test/registry] ${message}`)]);
});

test("an application is no principal yet, and the message tells how it becomes one", () => {
  const stack = granted((of) => new Application(of, "app", { displayName: "contoso-app" }));
  expect(problems(stack)).toEqual([
    expect.stringMatching(
      /^\[test\/registry\] principal: .* is not a principal; give .*AcrServicePrincipal\.fromApplication/,
    ),
  ]);
});

test("each of the methods looks at the principal, and what they return can be waited for", () => {
  const stack = newStack();
  const registry = registryIn(stack, PermissionsMode.LEGACY);
  const web = "web" as unknown as AcrServicePrincipal;
  const grants = [registry.grantPull(web), registry.grantPush(web), registry.grantDelete(web)];
  for (const grant of grants) {
    stack.node.addDependency(grant);
    expect(grant.dependables).toEqual([]);
  }
  expect(problems(stack)).toHaveLength(3);
});
