import type { Access } from "./accesses";
import type { Assignment } from "./assignments";
import type { CredentialChange } from "./credentials/credential";
import { factsOf } from "./facts";
import type { Finding } from "./findings/finding";
import { findingsOf } from "./findings/findings";
import type { Plan } from "./plan/plan";
import { type AccessPolicy, DEFAULT_POLICY } from "./policy";
import { isOfRegistries } from "./scope";

/** What a plan changes about who may do what on which registry. */
export interface Review {
  readonly isBroader: boolean;
  readonly isNarrower: boolean;
  /** One for each principal and registry, or wider scope, that a role assignment of the plan names. */
  readonly accesses: readonly Access[];
  /** One for each credential of a service principal or an identity. */
  readonly credentials: readonly CredentialChange[];
  /** What can't be told from the plan, and so was taken at its widest; sentences. */
  readonly doubts: readonly string[];
  /** What a person should look at, the most urgent first. */
  readonly findings: readonly Finding[];
}

/** @param now what is over by then is told so */
export function review(
  plan: Plan,
  policy: AccessPolicy = DEFAULT_POLICY,
  now: Date = new Date(),
): Review {
  const facts = factsOf(plan, policy, now);
  const { accesses, credentials } = facts;
  const doubts = doubtsOf(
    plan,
    facts.after.assignments.filter(({ scope }) => isOfRegistries(scope)),
  );
  const isAny = (side: "gained" | "lost"): boolean =>
    accesses.some(({ capabilities }) => capabilities.some((one) => !one[side].isEmpty));
  return {
    // Who can't tell what a plan does can't say that it lets nobody in. Whoever a new credential lets in may do what its
    // principal may, by roles that need not be in the plan.
    isBroader: isAny("gained") || doubts.length > 0 || credentials.some((one) => one.isGained),
    isNarrower: isAny("lost") || credentials.some((one) => one.isLost),
    accesses,
    credentials,
    doubts,
    findings: findingsOf(facts),
  };
}

function doubtsOf(plan: Plan, assignments: readonly Assignment[]): string[] {
  return [
    ...(plan.isWhole
      ? []
      : [
          "Planning broke off, or left something for another plan: what is missing is not reviewed.",
        ]),
    ...plan.drift.map((address) => `Somebody else has changed ${address} since the last apply.`),
    ...assignments
      .filter(({ isKept }) => !isKept)
      .flatMap(({ address, principal, scope, role, condition }) => [
        ...(principal.isTraced ? [] : [`Who gets the role of ${address} is ${principal.name}.`]),
        ...(scope.isTraced ? [] : [`What the role of ${address} is on is ${scope.name}.`]),
        ...(role.permissions === undefined
          ? [`What the role ${role.name} of ${address} lets do can't be told from the plan.`]
          : []),
        ...(condition?.isReadable !== false
          ? []
          : [
              `The condition of ${address} asks for more than names of repositories, and is taken to limit nothing.`,
            ]),
      ]),
  ];
}
