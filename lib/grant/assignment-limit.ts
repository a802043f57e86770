import { TerraformStack } from "cdktf";
import { warnOnce } from "../rules/warning";

/** Azure's limit for a subscription, with everything below it; nothing lifts it. */
const LIMIT = 4000;
const NEAR = 0.9 * LIMIT;

const countsOf = new WeakMap<TerraformStack, Map<string, number>>();

/**
 * Counts the role assignments of a stack in each subscription, and warns near the limit.
 * Source: Microsoft's "Troubleshoot Azure RBAC limits".
 */
export function countAssignment(stack: TerraformStack, subscription: string): void {
  const counts = countsOf.get(stack) ?? new Map<string, number>();
  countsOf.set(stack, counts);
  const count = (counts.get(subscription) ?? 0) + 1;
  counts.set(subscription, count);
  if (count === NEAR) {
    warnOnce(
      stack,
      "acr-auth:assignment-limit",
      `This stack makes ${NEAR} role assignments or more in one subscription, where Azure allows ${LIMIT}, those of others included. Grant to a group in place of its members.`,
    );
  }
}
