import type { PermissionsMode } from "../role/permissions-mode";
import type { Condition } from "./condition";
import { NotReadable, RepositorySet } from "./repository-set";
import { matches } from "./wildcards";

/** What a role lets its principals do. */
export interface Permissions {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly dataActions: readonly string[];
  readonly notDataActions: readonly string[];
}

/** A role assignment as far as it decides what somebody may do. */
export interface Entitlement {
  /** Nothing of a role that can't be found out, which so may be any. */
  readonly permissions: Permissions | undefined;
  readonly condition: Condition | undefined;
}

export type Mode = `${PermissionsMode.LEGACY | PermissionsMode.ABAC}`;

const REGISTRY = "Microsoft.ContainerRegistry/registries";
const CONTENT = `${REGISTRY}/repositories/content`;

/** A legacy registry looks at the actions of a role for its content, one in abac mode at its data actions. */
interface Capability {
  /** All of these are needed. */
  readonly legacy: readonly string[];
  readonly abac: readonly string[];
  /** Asked of Azure Resource Manager, for which the actions decide in both modes; any of these is enough. */
  readonly management?: readonly string[];
}

/**
 * Sources: Microsoft's "Azure Container Registry Entra permissions and role assignments overview" and its directory of
 * built-in roles, which says of some management actions that they lead to content by a detour.
 */
export const CAPABILITIES = {
  pull: { legacy: [`${REGISTRY}/pull/read`], abac: [`${CONTENT}/read`] },
  // Clients read as well, but nobody has to: a condition that forgets to name writing limits no push.
  push: { legacy: [`${REGISTRY}/push/write`], abac: [`${CONTENT}/write`] },
  delete: { legacy: [`${REGISTRY}/artifacts/delete`], abac: [`${CONTENT}/delete`] },
  list: { legacy: [`${REGISTRY}/pull/read`], abac: [`${REGISTRY}/catalog/read`] },
  sign: { legacy: [`${REGISTRY}/sign/write`], abac: [] },
  quarantine: {
    legacy: [`${REGISTRY}/quarantine/write`],
    abac: [`${REGISTRY}/quarantinedArtifacts/write`],
  },
  import: { legacy: [], abac: [], management: [`${REGISTRY}/importImage/action`] },
  configure: {
    legacy: [],
    abac: [],
    management: [
      "write",
      "delete",
      "webhooks/write",
      "replications/write",
      "cacheRules/write",
      "exportPipelines/write",
      "privateEndpointConnections/write",
    ].map((verb) => `${REGISTRY}/${verb}`),
  },
  // Whoever has one of these can give themselves, or somebody else, what they do not have.
  escalate: {
    legacy: [],
    abac: [],
    management: [
      "Microsoft.Authorization/roleAssignments/write",
      ...[
        "listCredentials/action",
        "regenerateCredential/action",
        "generateCredentials/action",
        "tokens/write",
        "scopeMaps/write",
        "credentialSets/write",
        "tasks/write",
        "taskruns/write",
        "scheduleRun/action",
      ].map((verb) => `${REGISTRY}/${verb}`),
    ],
  },
} as const satisfies Record<string, Capability>;

export type CapabilityName = keyof typeof CAPABILITIES;

export const CAPABILITY_NAMES = Object.keys(CAPABILITIES) as CapabilityName[];

/** The repositories, or nothing, that somebody with all the entitlements has a capability for. */
export function repositoriesOf(
  name: CapabilityName,
  mode: Mode,
  entitlements: readonly Entitlement[],
): RepositorySet {
  const { management = [], ...byMode }: Capability = CAPABILITIES[name];
  const given = (action: string, isData: boolean): RepositorySet =>
    entitlements
      .map((entitlement) => givenBy(entitlement, action, isData))
      .reduce((union, one) => union.union(one), RepositorySet.NONE);
  if (management.length > 0) {
    return management
      .map((action) => given(action, false))
      .reduce((union, one) => union.union(one), RepositorySet.NONE);
  }
  const needed = byMode[mode];
  return needed.length === 0
    ? RepositorySet.NONE
    : needed
        .map((action) => given(action, mode === "abac"))
        .reduce(intersection, RepositorySet.ALL);
}

/** Where nobody can tell what two have in common, it is what the first one has. */
function intersection(one: RepositorySet, other: RepositorySet): RepositorySet {
  try {
    return one.intersection(other);
  } catch (error) {
    if (error instanceof NotReadable) {
      return one;
    }
    throw error;
  }
}

function givenBy(
  { permissions, condition }: Entitlement,
  action: string,
  isData: boolean,
): RepositorySet {
  if (permissions !== undefined && !permits(permissions, action, isData)) {
    return RepositorySet.NONE;
  }
  const limit = condition?.limit(action) ?? RepositorySet.ALL;
  // An action that is for no repository has no name of one, and no comparison of names holds.
  return action.includes("/repositories/") || !isData || limit.isAll ? limit : RepositorySet.NONE;
}

function permits(permissions: Permissions, action: string, isData: boolean): boolean {
  const { actions, notActions, dataActions, notDataActions } = permissions;
  const isIn = (patterns: readonly string[]): boolean =>
    patterns.some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase()));
  return isData ? isIn(dataActions) && !isIn(notDataActions) : isIn(actions) && !isIn(notActions);
}
