import { Construct } from "constructs";
import { Aspects, TerraformStack } from "cdktf";
import { oncePer } from "../core/once-per";
import { warnOnce } from "../core/warning";
import { subscriptionOf } from "./same-scope";
import type { SharedScope } from "./shared-scope";

/** Azure's limit for a subscription, with everything below it; nothing lifts it. */
const LIMIT = 4000;
const NEAR = 0.9 * LIMIT;

/**
 * Counts the role assignments of a stack in each subscription, and warns near the limit.
 * Source: Microsoft's "Troubleshoot Azure RBAC limits".
 */
export function countAssignment(assignment: Construct, scope: SharedScope): void {
  const stack = TerraformStack.of(assignment);
  oncePer(stack, countAssignment, () => countIn(stack)).push(scope);
}

function countIn(stack: TerraformStack): SharedScope[] {
  const scopes: SharedScope[] = [];
  Aspects.of(stack).add({
    visit: (construct) => {
      if (construct === stack) {
        warnNearLimit(stack, scopes);
      }
    },
  });
  return scopes;
}

function warnNearLimit(stack: TerraformStack, scopes: SharedScope[]): void {
  // Which subscriptions are one is worth a thought only where there may be too many in one.
  if (scopes.length < NEAR) {
    return;
  }
  const counts = new Map<string, number>();
  for (const { rendered } of scopes) {
    const { text } = subscriptionOf(rendered);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  if ([...counts.values()].some((count) => count >= NEAR)) {
    warnOnce(
      stack,
      "acr-auth:assignment-limit",
      `This stack makes ${NEAR} role assignments or more in one subscription, where Azure allows ${LIMIT}, those of others included. Grant to a group in place of its members.`,
    );
  }
}
