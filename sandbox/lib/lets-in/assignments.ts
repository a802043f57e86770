import { matches, parseCondition } from "../cloud/condition";
import { type Role, roleNamed } from "../cloud/roles";
import { NotModelled } from "../not-modelled";
import type { Entry, Needs } from "./accesses";
import type { FoundPrincipal, FoundRegistry } from "./found";

type FoundAssignment = FoundRegistry["roleAssignments"][number];

/** For each thing that the access takes, the role assignment that gives it, or why none does. */
export function assignmentReasons(
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
