import { TerraformStack, Testing } from "cdktf";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { AcrRegistry, IAcrRegistry, PermissionsMode } from "cdktf-acr-auth";
import { countAssignment } from "../../lib/grant/assignment-limit";
import { SharedScope } from "../../lib/grant/shared-scope";
import { newStack, warnings } from "../support/stack";
import { registryIn, teamIn } from "./granting";

const SUBSCRIPTION = "00000000-0000-4000-8000-00000000000a";

const atSynth = (stack: TerraformStack): string[] => {
  Testing.synth(stack);
  return warnings(stack);
};

function count(times: number, registry: IAcrRegistry): void {
  const scope = new SharedScope(registry as AcrRegistry, TerraformStack.of(registry));
  for (let n = 0; n < times; n += 1) {
    countAssignment(registry, scope);
  }
}

test("near Azure's 4,000 role assignments in a subscription a stack warns once", () => {
  const stack = newStack();
  const provider = new AzurermProvider(stack, "eu", { features: [{}], alias: "eu" });
  const here = registryIn(stack, PermissionsMode.LEGACY);
  const names = { registryName: "contosoShop", resourceGroupName: "rg" };
  const there = AcrRegistry.fromName(stack, "eu-registry", { ...names, provider });
  count(3599, here);
  count(3599, there);
  expect(atSynth(stack)).toEqual([]);
  count(3, here);
  expect(atSynth(stack)).toEqual([
    expect.stringMatching(
      /^This stack makes 3600 role assignments or more in one subscription, where Azure allows 4000.*acr-auth:assignment-limit/,
    ),
  ]);
});

test("registries of one subscription count together, whatever names them", () => {
  const stack = newStack();
  const provider = new AzurermProvider(stack, "eu", {
    features: [{}],
    alias: "eu",
    subscriptionId: SUBSCRIPTION,
  });
  const names = { registryName: "contosoShop", resourceGroupName: "rg" };
  count(1800, AcrRegistry.fromName(stack, "one", { ...names, provider }));
  const registryId = `/subscriptions/${SUBSCRIPTION.toUpperCase()}/resourceGroups/rg-2/providers/Microsoft.ContainerRegistry/registries/contosoBase`;
  count(1800, AcrRegistry.fromAttributes(stack, "two", { registryId }));
  expect(atSynth(stack)).toHaveLength(1);
});

test("every role assignment counts, and roles that are granted twice count once", () => {
  const stack = newStack();
  const registry = registryIn(stack, PermissionsMode.LEGACY);
  count(3598, registry);
  const team = teamIn(stack);
  registry.grantPull(team);
  registry.grantPull(team);
  expect(atSynth(stack)).toEqual([]);
  registry.grantPush(team);
  expect(atSynth(stack)).toHaveLength(1);
});
