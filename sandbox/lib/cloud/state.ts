import { createHash } from "node:crypto";
import type { Caller } from "../seed";
import type { Cloud } from "./cloud";
import type { Directory } from "./directory";
import type { Application, ServicePrincipal } from "./directory-objects";
import type { KeyVault, VaultSecret } from "./key-vaults";
import type { RoleAssignment } from "./role-assignments";
import type { Subscription } from "./subscription";
import type { Workload } from "./workloads";

/** Everything that exists, as plain data that a test can compare; of a secret only its hash. */
export type CloudState = ReturnType<typeof stateOf>;

/** The same with what decides who gets in, beside what exists. */
export interface CloudSnapshot {
  readonly state: CloudState;
  readonly homeTenantId: string;
  /** Absent while the real time runs. */
  readonly now: string | undefined;
  readonly callers: readonly Caller[];
}

export function snapshotOf(cloud: Cloud): CloudSnapshot {
  return {
    state: stateOf(cloud),
    homeTenantId: cloud.seed.tenantId,
    now: cloud.environment.standsStillAt,
    callers: cloud.environment.callersIn(cloud.seed.tenantId),
  };
}

export function stateOf(cloud: Cloud) {
  // A tenant is there as soon as a provider names it.
  const named = [...cloud.directories].filter(
    ([tenantId, directory]) => tenantId === cloud.seed.tenantId || holdsSomething(directory),
  );
  return {
    tenants: record(new Map(named), directoryState),
    subscriptions: record(cloud.subscriptions, subscriptionState),
  };
}

function holdsSomething({ applications, groups, servicePrincipals, deletedItems }: Directory) {
  return [applications, groups, servicePrincipals, deletedItems].some(({ size }) => size > 0);
}

function directoryState(directory: Directory) {
  return {
    applications: [...directory.applications.values()].map(applicationState),
    groups: [...directory.groups].map(([objectId, group]) => ({ objectId, ...group })),
    servicePrincipals: [...directory.servicePrincipals.values()].map(servicePrincipalState),
    deletedItems: [...directory.deletedItems.values()].map(({ objectId, displayName }) => ({
      objectId,
      displayName,
    })),
  };
}

function applicationState({ owners, passwords, certificates, ...application }: Application) {
  return {
    ...application,
    owners: [...owners].sort(),
    certificates: certificates.map(({ value: _, ...certificate }) => certificate),
    passwords: passwords.map(({ secretText, ...password }) => ({
      ...password,
      secretSha256: sha256(secretText),
    })),
  };
}

function servicePrincipalState({ owners, ...servicePrincipal }: ServicePrincipal) {
  return { ...servicePrincipal, owners: [...owners].sort() };
}

function subscriptionState(subscription: Subscription) {
  return {
    resourceGroups: [...subscription.resourceGroups.values()],
    registries: [...subscription.registries.values()].map((registry) => ({
      id: subscription.registryId(registry.resourceGroup, registry.name),
      ...registry,
    })),
    identities: [...subscription.identities.values()].map(({ principal, ...identity }) => ({
      ...identity,
      principalId: principal.objectId,
    })),
    keyVaults: subscription.keyVaultsIn().map((vault) => ({
      id: subscription.keyVaultId(vault.resourceGroup, vault.name),
      ...keyVaultState(vault),
    })),
    workloads: [...subscription.workloads.values()].map(workloadState),
    roleAssignments: subscription.roleAssignments.all().map((assignment) => ({
      ...assignment,
      role: assignment.role.name,
      permits: permits(subscription, assignment),
    })),
  };
}

function keyVaultState({ isDeleted: _, secrets, deletedSecrets, ...vault }: KeyVault) {
  return {
    ...vault,
    secrets: [...secrets.values()].map(secretState),
    deletedSecrets: [...deletedSecrets.values()].map(({ name }) => name),
  };
}

function secretState({ name, newest: { value, ...version } }: VaultSecret) {
  return { name, ...version, valueSha256: sha256(value) };
}

function workloadState({ hidden, logins, ...workload }: Workload) {
  return {
    ...workload,
    ...(hidden !== undefined && { hiddenSha256: hashed(hidden) }),
    loginsSha256: hashed(logins),
  };
}

function hashed(secrets: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(secrets).map(([name, value]) => [name, sha256(value)]));
}

function sha256(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/**
 * What a role assignment on a registry lets its principal do to images. A legacy registry looks at the actions of a
 * role, an abac one at its data actions [container-registry-rbac-built-in-roles-directory-reference.md]; the other
 * kind is stored without an error and has no effect. Absent for other scopes and for roles whose permissions are not
 * known here.
 */
function permits(
  subscription: Subscription,
  { scope, role }: RoleAssignment,
): readonly string[] | undefined {
  const registry = [...subscription.registries.values()].find(
    ({ resourceGroup, name }) =>
      subscription.registryId(resourceGroup, name).toLowerCase() === scope.toLowerCase(),
  );
  return registry?.permissionsMode === "abac"
    ? role.permissions?.dataActions
    : registry && role.permissions?.actions;
}

function record<From, To>(
  values: ReadonlyMap<string, From>,
  map: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries([...values].map(([key, value]) => [key, map(value)]));
}
