import { PermissionsMode } from "../grant/permissions-mode";
import { repositoryPatternProblems } from "../grant/repositories";
import { repositoriesProblems } from "../grant/role-grant";
import { Problem } from "../rules/problem";
import { didYouMean } from "./did-you-mean";
import { Place } from "./place";
import { grantDraft, permissionsMode } from "./schema";

/** Refuses grants that break a rule. */
export function checkGrants(grants: Place, registries: Place): void {
  for (const grant of grants.maps()) {
    for (const pattern of grant.at("repositories").entries()) {
      pattern.checkText(patternProblems);
    }
    checkReach(grant, registries);
  }
}

function checkReach(grant: Place, registries: Place): void {
  const { registry, access, repositories } = grant.read(grantDraft) ?? {};
  if (registry === undefined) {
    return;
  }
  if (!registries.has(registry)) {
    refuseUndeclared(grant.at("registry"), registries);
    return;
  }
  const mode = registries.at(registry).at("permissionsMode").read(modeOrDefault);
  if (mode !== undefined && repositories !== undefined) {
    const problems = [access ?? []].flat().flatMap((one) => repositoriesProblems(one, mode));
    // Each access of a list breaks the same rule: saying it once is enough.
    grant.refuseKeys(problems.slice(0, 1));
  }
}

function refuseUndeclared(registry: Place, registries: Place): void {
  const declared = registries.entries().map(({ key }) => key);
  // Where there are no registries at all, that is the mistake, and not each grant.
  if (declared.length > 0) {
    const fix = didYouMean(String(registry.value), declared) || "; declare it there";
    registry.refuse(`"${String(registry.value)}" is not declared under registries${fix}`);
  }
}

const modeOrDefault = permissionsMode.default(PermissionsMode.LEGACY);

function patternProblems(pattern: string): Problem[] {
  return repositoryPatternProblems(pattern).map(({ key, message }) => ({
    key,
    message: `${key} ${message}`,
  }));
}
