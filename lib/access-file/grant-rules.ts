import { Access, accessProblems, rolesFor } from "../role/access";
import { adoptedAssignmentProblems, adoptedOfSeveralProblems } from "../grant/adopted-assignment";
import { PermissionsMode } from "../role/permissions-mode";
import { repositoryPatternProblems } from "../grant/repositories";
import { limitedAccessProblems, limitedRoleProblems } from "../grant/repositories-rules";
import { roleProblems } from "../role/role-rules";
import { didYouMean } from "../core/did-you-mean";
import { grantDraft } from "./grant-schema";
import { Place } from "./place";
import { roleFromText, roleTextProblems } from "./role";
import { permissionsMode, registryDraft } from "./schema";
import { shown } from "../core/shown";

/** Refuses grants that break a rule. */
export function checkGrants(grants: Place, registries: Place): void {
  for (const grant of grants.maps()) {
    checkForm(grant);
    grant.at("role").checkText(roleTextProblems);
    for (const pattern of grant.at("repositories").entries()) {
      pattern.checkText(repositoryPatternProblems);
    }
    grant
      .at("adopt")
      .checkText((from) => adoptedAssignmentProblems(from, scopeIdOf(grant, registries)));
    checkRegistry(grant, registries);
  }
}

function checkForm(grant: Place): void {
  if (!grant.has("access") && !grant.has("role")) {
    grant.refuse("has neither access nor role; give access, as in access: pull");
  } else if (grant.has("access") && grant.has("role")) {
    grant.at("role").refuse("has no meaning beside access, which picks the role; leave it out");
  }
}

function checkRegistry(grant: Place, registries: Place): void {
  const { registry } = grant.read(grantDraft) ?? {};
  if (registry === undefined) {
    return;
  }
  if (!registries.has(registry)) {
    refuseUndeclared(grant.at("registry"), registries);
    return;
  }
  const mode = registries.at(registry).at("permissionsMode").read(modeOrDefault);
  if (mode !== undefined) {
    checkInMode(grant, mode);
  }
}

// Where the file gives a registry by its name, only Terraform knows it.
function scopeIdOf(grant: Place, registries: Place): string | undefined {
  const { registry } = grant.read(grantDraft) ?? {};
  const { id, name, resourceGroup, resourceGroupId, subscriptionId } =
    (registry === undefined ? undefined : registries.at(registry).read(registryDraft)) ?? {};
  const subscription = subscriptionId && `/subscriptions/${subscriptionId}`;
  if (name === undefined && resourceGroup === undefined) {
    return id ?? resourceGroupId ?? subscription;
  }
  return name && resourceGroup && subscription
    ? `${subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.ContainerRegistry/registries/${name}`
    : id;
}

function refuseUndeclared(registry: Place, registries: Place): void {
  const declared = registries.keys();
  // Where there are no registries at all, that is the mistake, and not each grant.
  if (declared.length > 0) {
    const fix = didYouMean(String(registry.value), declared) || "; declare it there";
    registry.refuse(`${shown(registry.value)} is not declared under registries${fix}`);
  }
}

const modeOrDefault = permissionsMode.default(PermissionsMode.LEGACY);

function checkInMode(grant: Place, mode: PermissionsMode): void {
  const { access = [], role, repositories } = grant.read(grantDraft) ?? {};
  const accesses = [access].flat();
  checkAdopt(grant, accesses, mode);
  const known = role !== undefined && roleTextProblems(role).length === 0 && roleFromText(role);
  const broken = [
    ...accesses.flatMap((one) => accessProblems(one, mode)),
    ...(known ? roleProblems(known, mode) : []),
  ];
  grant.refuseKeys(broken);
  if (broken.length === 0 && repositories !== undefined) {
    const problems = [
      ...accesses.flatMap((one) => limitedAccessProblems(one, mode)),
      ...(known ? limitedRoleProblems(known) : []),
    ];
    // Each access of a list breaks the same rule: saying it once is enough.
    grant.refuseKeys(problems.slice(0, 1));
  }
}

function checkAdopt(grant: Place, accesses: Access[], mode: PermissionsMode): void {
  const roles = accesses.flatMap((access) => rolesFor(access, mode));
  const roleNames = [...new Set(roles.map(({ roleName }) => roleName))];
  if (roleNames.length > 1) {
    grant.at("adopt").checkText((from) => adoptedOfSeveralProblems(from, roleNames));
  }
}
