import { accessesOf } from "./accesses";
import { sidesOf } from "./assignments";
import { credentialChangesOf } from "./credentials/credential-changes";
import type { Facts } from "./findings/finding";
import { Parties } from "./parties";
import type { Plan } from "./plan/plan";
import type { AccessPolicy } from "./policy";

/** What a plan says of access, as a review and its rules look at it. */
export function factsOf(plan: Plan, policy: AccessPolicy, now: Date): Facts {
  const parties = new Parties(plan, policy.names);
  const sides = sidesOf(plan, parties, policy.permissionsModes);
  return {
    plan,
    parties,
    ...sides,
    accesses: accessesOf(sides.before, sides.after),
    credentials: credentialChangesOf(plan, parties, now, policy.limits.expiryNoticeDays),
    policy,
    now,
  };
}
