import { Construct } from "constructs";
import { TerraformHclModule, TerraformStack } from "cdktf";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { PermissionsMode } from "cdktf-acr-auth";
import { newStack, render } from "../support/stack";
import { registryIn, teamIn } from "./granting";

const { LEGACY, MIGRATING } = PermissionsMode;

const ACR_PULL = expect.stringMatching(
  /^azurerm_role_assignment\.team_grant_registry_AcrPull_\w+$/,
) as unknown;
const READER = expect.stringMatching(
  /^azurerm_role_assignment\.team_grant_registry_ContainerRegistryRepositoryReader_\w+$/,
) as unknown;

function consumer(scope: Construct, id = "consumer"): ResourceGroup {
  return new ResourceGroup(scope, id, { name: id, location: "westeurope" });
}

function dependsOn(stack: TerraformStack): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(render(stack).resource?.azurerm_resource_group ?? {}).map(
      ([name, { depends_on: dependencies }]) => [name.replace(/_[0-9A-F]{8}$/, ""), dependencies],
    ),
  );
}

test("a resource that depends on a grant waits for all of its role assignments", () => {
  const stack = newStack();
  consumer(stack).node.addDependency(registryIn(stack, MIGRATING).grantPull(teamIn(stack)));
  expect(dependsOn(stack)).toEqual({ consumer: [ACR_PULL, READER] });
});

test("a construct that depends on a grant has all its resources wait, and its modules", () => {
  const stack = newStack();
  const deployment = new Construct(stack, "deployment");
  consumer(deployment, "one");
  consumer(new Construct(deployment, "inner"), "two");
  new TerraformHclModule(deployment, "module", { source: "contoso/web/azurerm" });
  const grant = registryIn(stack, LEGACY).grantPull(teamIn(stack));
  deployment.node.addDependency(grant, grant);
  expect(dependsOn(stack)).toEqual({
    deployment_one: [ACR_PULL],
    deployment_inner_two: [ACR_PULL],
  });
  const { module } = render(stack) as { module?: Record<string, unknown> };
  expect(Object.values(module ?? {})).toMatchObject([{ depends_on: [ACR_PULL] }]);
});

test("what waits for something else already waits for both, and is the same at every synth", () => {
  const stack = newStack();
  const base = consumer(stack, "base");
  const grant = registryIn(stack, LEGACY).grantPull(teamIn(stack));
  new ResourceGroup(stack, "web", {
    name: "web",
    location: "westeurope",
    dependsOn: [base],
  }).node.addDependency(grant);
  const first = dependsOn(stack);
  expect(first).toMatchObject({ web: ["azurerm_resource_group.base", ACR_PULL] });
  expect(dependsOn(stack)).toEqual(first);
});

test("the role assignments of a grant are what a resource takes as dependsOn", () => {
  const stack = newStack();
  const { roleAssignments } = registryIn(stack, MIGRATING).grantPull(teamIn(stack));
  new ResourceGroup(stack, "web", {
    name: "web",
    location: "westeurope",
    dependsOn: roleAssignments,
  });
  expect(dependsOn(stack)).toEqual({ web: [ACR_PULL, READER] });
});

test("nobody else waits", () => {
  const stack = newStack();
  consumer(stack).node.addDependency(consumer(stack, "other"));
  registryIn(stack, LEGACY).grantPull(teamIn(stack));
  expect(dependsOn(stack)).toEqual({ consumer: undefined, other: undefined });
});
