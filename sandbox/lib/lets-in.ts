/** Decides who gets into a registry, as Azure would. */
import { matches, parseCondition } from "./cloud/condition";
import { type Role, roleNamed } from "./cloud/roles";
import type { CloudSnapshot, CloudState } from "./cloud/state";
import { NotModelled } from "./not-modelled";

/** Who wants what. */
export interface Entry {
  /** A display name that only one principal has, a client id or an object id. */
  readonly principal: string;
  /** The name of a registry. */
  readonly registry: string;
  readonly access: RegistryAccess;
  /** Such as team-a/app. Without one, all repositories of the registry are asked for. */
  readonly repository?: string;
}

/** Whether somebody is let in, and why. */
export interface Decision {
  readonly isLetIn: boolean;
  /** A sentence for each thing that stands in the way; the way in, where nothing does. */
  readonly reasons: readonly string[];
}

export type RegistryAccess = keyof typeof ACCESSES;

/** What an access takes. A legacy registry looks at the actions of a role, one in abac mode at its data actions. */
interface Needs {
  readonly legacy: readonly string[];
  readonly abac: readonly string[] | "never";
  /** A request to Azure Resource Manager is one for actions in both modes. */
  readonly isManagement?: true;
  /** Of the registry as a whole, whatever repositories it has. */
  readonly isOfRegistry?: true;
}

const REGISTRY = "Microsoft.ContainerRegistry/registries";
const CONTENT = `${REGISTRY}/repositories/content`;
const PUSH = {
  legacy: [`${REGISTRY}/pull/read`, `${REGISTRY}/push/write`],
  abac: [`${CONTENT}/read`, `${CONTENT}/write`],
};

/** container-registry-rbac-built-in-roles-directory-reference.md; what lists repositories: the same. */
const ACCESSES = {
  pull: { legacy: [`${REGISTRY}/pull/read`], abac: [`${CONTENT}/read`] },
  push: PUSH,
  delete: { legacy: [`${REGISTRY}/artifacts/delete`], abac: [`${CONTENT}/delete`] },
  list: {
    legacy: [`${REGISTRY}/pull/read`],
    abac: [`${REGISTRY}/catalog/read`],
    isOfRegistry: true,
  },
  import: {
    legacy: [`${REGISTRY}/importImage/action`],
    abac: [`${REGISTRY}/importImage/action`],
    isManagement: true,
    isOfRegistry: true,
  },
  // A signature of Notation is an artifact beside its image.
  sign: PUSH,
  "content-trust": { legacy: [...PUSH.legacy, `${REGISTRY}/sign/write`], abac: "never" },
  "quarantine-read": {
    legacy: [`${REGISTRY}/quarantine/read`],
    abac: [`${REGISTRY}/quarantinedArtifacts/read`],
    isOfRegistry: true,
  },
  "quarantine-write": {
    legacy: [`${REGISTRY}/quarantine/read`, `${REGISTRY}/quarantine/write`],
    abac: [`${REGISTRY}/quarantinedArtifacts/read`, `${REGISTRY}/quarantinedArtifacts/write`],
    isOfRegistry: true,
  },
} as const satisfies Record<string, Needs>;

export function decide(snapshot: CloudSnapshot, entry: Entry): Decision {
  const needs = needsOf(entry);
  const registry = registryNamed(snapshot.state, entry.registry);
  const principal = principalNamed(snapshot, entry.principal);
  const way = assignmentReasons(registry, principal, entry, needs);
  const obstacles = [...signInReasons(snapshot, principal), ...way.obstacles];
  return obstacles.length > 0
    ? { isLetIn: false, reasons: obstacles }
    : { isLetIn: true, reasons: way.ways };
}

function needsOf({ access, repository }: Entry): Needs {
  const needs = Object.entries<Needs>(ACCESSES).find(([name]) => name === access)?.[1];
  if (needs === undefined) {
    throw new Error(
      `access: ${JSON.stringify(access)} is no access; write one of ${Object.keys(ACCESSES).join(", ")}.`,
    );
  }
  if (repository !== undefined && (typeof repository !== "string" || repository === "")) {
    throw new Error(
      `repository: ${JSON.stringify(repository)} is no name of a repository; write it as in "team-a/app", or leave it out to ask for all.`,
    );
  }
  if (needs.isOfRegistry && repository !== undefined) {
    throw new Error(
      `repository: ${access} is an access to a registry as a whole; leave ${JSON.stringify(repository)} out.`,
    );
  }
  return needs;
}

interface FoundRegistry {
  readonly id: string;
  readonly name: string;
  readonly mode: "legacy" | "abac";
  readonly roleAssignments: CloudState["subscriptions"][string]["roleAssignments"];
}

function registryNamed({ subscriptions }: CloudState, wanted: string | undefined): FoundRegistry {
  const all = Object.values(subscriptions).flatMap(({ registries, roleAssignments }) =>
    registries.map(({ id, name, permissionsMode: mode }) => ({ id, name, mode, roleAssignments })),
  );
  const found = all.find(({ name }) => name.toLowerCase() === wanted?.toLowerCase());
  if (found === undefined) {
    throw new Error(
      `registry: there is no registry ${JSON.stringify(wanted)} in the sandbox; ${listed(all.map(({ name }) => name))}.`,
    );
  }
  return found;
}

interface FoundPrincipal {
  readonly kind: "service principal" | "managed identity" | "group" | "user" | "application";
  readonly displayName: string;
  /** Of the principal, which role assignments name; an application without one has none. */
  readonly objectId: string | undefined;
  readonly ids: readonly string[];
  readonly clientId?: string;
  readonly isDisabled?: boolean;
}

function principalNamed(snapshot: CloudSnapshot, wanted: string | undefined): FoundPrincipal {
  const all = principalsOf(snapshot);
  const same = (text: string): boolean => text.toLowerCase() === wanted?.toLowerCase();
  const byId = all.filter(({ ids }) => ids.some(same));
  const found =
    byId.length > 0
      ? byId
      : all.filter(({ displayName }) => displayName !== "" && same(displayName));
  const [principal] = found;
  if (principal === undefined) {
    throw new Error(
      `principal: ${JSON.stringify(wanted)} is no display name, client id or object id in the sandbox; ${listed(all.map(({ displayName }) => displayName))}.`,
    );
  }
  if (found.length > 1) {
    const those = found.map(({ kind, ids: [id] }) => `the ${kind} ${id ?? ""}`).join(", ");
    throw new Error(
      `principal: ${JSON.stringify(wanted)} is the display name of ${found.length}, ${those}; write the id of the one that you mean.`,
    );
  }
  return principal;
}

function principalsOf({ state, homeTenantId, callers }: CloudSnapshot): FoundPrincipal[] {
  const {
    applications = [],
    servicePrincipals = [],
    groups = [],
  } = state.tenants[homeTenantId] ?? {};
  const all = [
    ...servicePrincipals.map((principal): FoundPrincipal => {
      const { objectId, clientId, displayName, accountEnabled, type } = principal;
      const own = applications.find((application) => application.clientId === clientId);
      return {
        kind: type === "ManagedIdentity" ? "managed identity" : "service principal",
        displayName,
        objectId,
        ids: [objectId, clientId, ...(own === undefined ? [] : [own.objectId])],
        clientId,
        isDisabled: !accountEnabled,
      };
    }),
    ...groups.map(({ objectId, displayName }): FoundPrincipal => ({
      kind: "group",
      displayName,
      objectId,
      ids: [objectId],
    })),
    ...applications
      .filter(({ clientId }) => servicePrincipals.every((other) => other.clientId !== clientId))
      .map(({ objectId, clientId, displayName }): FoundPrincipal => ({
        kind: "application",
        displayName,
        objectId: undefined,
        ids: [objectId, clientId],
      })),
  ];
  // Who runs Terraform has signed in already, and has no display name here.
  const others = callers.filter(({ objectId }) => all.every(({ ids }) => !ids.includes(objectId)));
  return [
    ...all,
    ...others.map(({ objectId, clientId, type }): FoundPrincipal => ({
      kind: type === "User" ? "user" : "service principal",
      displayName: "",
      objectId,
      ids: type === "User" ? [objectId] : [objectId, clientId],
    })),
  ];
}

/** Why a principal can't sign in to Entra at all. */
function signInReasons({ state, now }: CloudSnapshot, principal: FoundPrincipal): string[] {
  if (principal.kind === "application") {
    return ["The application has no service principal, which is what signs in and has roles."];
  }
  const disabled = principal.isDisabled
    ? [`The account of the ${principal.kind} is disabled.`]
    : [];
  const application = Object.values(state.tenants)
    .flatMap(({ applications }) => applications)
    .find(({ clientId }) => clientId === principal.clientId);
  // One whose application is not in the sandbox keeps its credentials elsewhere.
  if (application === undefined) {
    return disabled;
  }
  const { passwords, certificates, federatedCredentials } = application;
  const dated = [
    ...passwords.map((secret) => ({ ...secret, what: "client secret" })),
    ...certificates.map((certificate) => ({ ...certificate, what: "certificate" })),
  ];
  const instant = now === undefined ? Date.now() : Date.parse(now);
  const isValid = ({ startDate, endDate }: { startDate: string; endDate: string }): boolean =>
    Date.parse(startDate) <= instant && instant < Date.parse(endDate);
  if (federatedCredentials.length > 0 || dated.some(isValid)) {
    return disabled;
  }
  const expired = dated.map(({ what, startDate, endDate }) =>
    instant < Date.parse(startDate)
      ? `Its ${what} is valid from ${startDate} only, and it is ${inWords(instant)}.`
      : `Its ${what} expired on ${endDate}, and it is ${inWords(instant)}.`,
  );
  return [
    ...disabled,
    ...(expired.length > 0
      ? expired
      : ["It has no credential: no client secret, certificate or federated credential."]),
  ];
}

function inWords(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}

type FoundAssignment = FoundRegistry["roleAssignments"][number];

/** For each thing that the access takes, the role assignment that gives it, or why none does. */
function assignmentReasons(
  registry: FoundRegistry,
  principal: FoundPrincipal,
  entry: Entry,
  needs: Needs,
): { ways: string[]; obstacles: string[] } {
  const needed = needs[registry.mode];
  if (needed === "never") {
    return {
      ways: [],
      obstacles: [`A registry in abac mode has no ${entry.access}, whatever the role.`],
    };
  }
  const own = registry.roleAssignments.filter(
    ({ scope, principalId }) =>
      principalId.toLowerCase() === principal.objectId?.toLowerCase() &&
      `${registry.id}/`.toLowerCase().startsWith(`${scope.replace(/\/$/, "")}/`.toLowerCase()),
  );
  if (own.length === 0) {
    return {
      ways: [],
      obstacles: [
        `It has no role assignment on the registry ${registry.name}, its resource group or its subscription.`,
      ],
    };
  }
  const ways = needed.map((action) =>
    own.find((assignment) => gives(registry, assignment, entry, needs, action)),
  );
  const lacking = needed.filter((_, position) => ways[position] === undefined);
  return {
    ways: unique(
      ways.flatMap((way) =>
        way ? [`Its role ${quote(way.role)} on ${way.scope} permits it.`] : [],
      ),
    ),
    obstacles: unique(
      lacking.flatMap((action) =>
        own.map((assignment) => refusal(registry, assignment, entry, needs, action)),
      ),
    ),
  };
}

function gives(
  { mode }: FoundRegistry,
  { role, condition }: FoundAssignment,
  { repository }: Entry,
  needs: Needs,
  action: string,
): boolean {
  return (
    permits(roleNamed(role), looksAtActions(mode, needs), action) &&
    (condition === undefined || parseCondition(condition)({ action, repository }))
  );
}

function looksAtActions(mode: FoundRegistry["mode"], needs: Needs): boolean {
  return mode === "legacy" || needs.isManagement === true;
}

/** Why a role assignment does not give what an access takes. */
function refusal(
  { mode, name }: FoundRegistry,
  { role: roleName }: FoundAssignment,
  { access, repository }: Entry,
  needs: Needs,
  action: string,
): string {
  const role = roleNamed(roleName);
  if (role?.permissions === undefined) {
    throw new NotModelled(`what the role ${quote(roleName)} permits`);
  }
  const atActions = looksAtActions(mode, needs);
  if (permits(role, atActions, action)) {
    return repository === undefined
      ? `The condition of its role ${quote(roleName)} limits it to repositories, and none is asked for.`
      : `The condition of its role ${quote(roleName)} excludes the repository ${quote(repository)}.`;
  }
  const other = needs[mode === "legacy" ? "abac" : "legacy"];
  return other !== "never" && other.some((one) => permits(role, !atActions, one))
    ? `Its role ${quote(roleName)} has no effect on ${name}, a registry in ${mode} mode.`
    : `Its role ${quote(roleName)} does not permit to ${access}.`;
}

/** Whether a role has an action, or a data action; of one whose permissions are not known here, it is not said. */
function permits(role: Role | undefined, atActions: boolean, action: string): boolean {
  const { actions = [], notActions = [], dataActions = [] } = role?.permissions ?? {};
  const isIn = (patterns: readonly string[]): boolean =>
    patterns.some((pattern) => matches(pattern, action));
  return atActions ? isIn(actions) && !isIn(notActions) : isIn(dataActions);
}

const unique = (texts: string[]): string[] => [...new Set(texts)];
const quote = (name: string): string => JSON.stringify(name);

function listed(names: string[]): string {
  const known = unique(names.filter((name) => name !== ""));
  return known.length === 0 ? "it has none" : `it has ${known.map(quote).join(", ")}`;
}
