import { printed } from "../../core/printed-json";
import type { CapabilityChange } from "../accesses";
import type { RepositorySet } from "../repository-set";
import type { Review } from "../review";
import type { ReviewJson } from "./json-schema";
import { type ReviewedPlan, verdictOf } from "./verdict";

/** For programs. */
export function asJson(plans: readonly ReviewedPlan[]): string {
  const json: ReviewJson = {
    formatVersion: 1,
    plans: plans.map(({ file, review }) => ({ file, ...partsOf(review) })),
  };
  return printed(json);
}

function partsOf(review: Review): Omit<ReviewJson["plans"][number], "file"> {
  const { isBroader, isNarrower, accesses, credentials, doubts, findings } = review;
  return {
    verdict: verdictOf(review),
    broader: isBroader,
    narrower: isNarrower,
    accesses: accesses.map(({ principal, scope, ifMode, capabilities, roles }) => ({
      principal: { name: principal.name, ...idOf(principal.key) },
      scope: { name: scope.name, ...idOf(scope.key) },
      ...(ifMode === undefined ? {} : { ifPermissionsMode: ifMode }),
      capabilities: Object.fromEntries(capabilities.map((one) => [one.name, changeOf(one)])),
      roles: roles.map(({ before, after, isInherited, isIgnored, ...role }) => ({
        ...role,
        before: textsOf(before),
        after: textsOf(after),
        inherited: isInherited,
        withoutEffect: isIgnored,
      })),
    })),
    credentials: credentials.map(({ principal, isGained, isLost, ...credential }) => ({
      ...credential,
      principal: { name: principal.name, ...idOf(principal.key) },
      gained: isGained,
      lost: isLost,
    })),
    doubts,
    findings,
  };
}

/** The keys of what has no id yet are this program's own. */
export function idOf(key: string): { id?: string } {
  return /^[?+]/.test(key) ? {} : { id: key };
}

function changeOf({ before, after, gained, lost }: CapabilityChange) {
  return {
    before: textsOf(before),
    after: textsOf(after),
    gained: textsOf(gained),
    lost: textsOf(lost),
  };
}

export function textsOf(set: RepositorySet): readonly string[] {
  return set.isAll ? ["*"] : set.texts;
}
