import { PermissionsMode } from "cdktf-acr-auth";
import { countAssignment } from "../../lib/grant/assignment-limit";
import { newStack, warnings } from "../support/stack";
import { registryIn, teamIn } from "./granting";

test("near Azure's 4,000 role assignments in a subscription a stack warns once", () => {
  const stack = newStack();
  const count = (times: number, subscription: string): void => {
    for (let n = 0; n < times; n += 1) {
      countAssignment(stack, subscription);
    }
  };
  count(3599, "one");
  count(3599, "two");
  expect(warnings(stack)).toEqual([]);
  count(3, "one");
  expect(warnings(stack)).toEqual([
    expect.stringMatching(
      /^This stack makes 3600 role assignments or more in one subscription, where Azure allows 4000.*acr-auth:assignment-limit/,
    ),
  ]);
});

test("every role assignment counts, and roles that are granted twice count once", () => {
  const stack = newStack();
  const registry = registryIn(stack, PermissionsMode.LEGACY);
  for (let n = 0; n < 3598; n += 1) {
    countAssignment(stack, stack.node.path);
  }
  const team = teamIn(stack);
  registry.grantPull(team);
  registry.grantPull(team);
  expect(warnings(stack)).toEqual([]);
  registry.grantPush(team);
  expect(warnings(stack)).toHaveLength(1);
});
