import type { Assignment, Side } from "./assignments";
import { CAPABILITY_NAMES, type CapabilityName, type Mode, repositoriesOf } from "./capabilities";
import type { Party } from "./parties";
import { RepositorySet } from "./repository-set";
import { contains, isOfRegistries, possibleModes } from "./scope";

/** What one principal may do on one registry, or on all below a wider scope. */
export interface Access {
  readonly principal: Party;
  readonly scope: Party;
  /** Nothing where it makes no difference; else what holds if the registry is in this mode, which the plan does not tell. */
  readonly ifMode?: Mode;
  readonly capabilities: readonly CapabilityChange[];
  readonly roles: readonly RoleChange[];
}

export interface CapabilityChange {
  readonly name: CapabilityName;
  readonly before: RepositorySet;
  readonly after: RepositorySet;
  readonly gained: RepositorySet;
  readonly lost: RepositorySet;
}

export interface RoleChange {
  readonly name: string;
  readonly description: string | undefined;
  readonly change: "added" | "removed" | "kept";
  /** The repositories that the role alone lets do something with. */
  readonly before: RepositorySet;
  readonly after: RepositorySet;
  /** Whether it is on a wider scope only, and counts here because that holds this one. */
  readonly isInherited: boolean;
  /** Whether a registry in this mode passes it over. */
  readonly isIgnored: boolean;
  /** A condition that asks for something else than repositories, and so limits nothing here. */
  readonly condition: string | undefined;
}

/** One for each principal and registry, or wider scope, that a role assignment names. */
export function accessesOf(before: Side, after: Side): Access[] {
  const all = [...before.assignments, ...after.assignments].filter(({ scope }) =>
    isOfRegistries(scope),
  );
  const [had, have] = [byPrincipal(before), byPrincipal(after)];
  return pairsOf(all).flatMap((pair) =>
    accessesOfPair(
      pair,
      { ...before, assignments: had.get(pair.principal.key) ?? [] },
      { ...after, assignments: have.get(pair.principal.key) ?? [] },
    ),
  );
}

function byPrincipal({ assignments }: Side): Map<string, Assignment[]> {
  const found = new Map<string, Assignment[]>();
  for (const assignment of assignments) {
    const own = found.get(assignment.principal.key) ?? [];
    own.push(assignment);
    found.set(assignment.principal.key, own);
  }
  return found;
}

interface Pair {
  readonly principal: Party;
  readonly scope: Party;
}

function pairsOf(assignments: readonly Assignment[]): Pair[] {
  const pairs = new Map<string, Pair>();
  for (const { principal, scope } of assignments) {
    pairs.set(`${principal.key} ${scope.key}`, { principal, scope });
  }
  return [...pairs.values()];
}

/** @param before of the role assignments, those of the principal; so is `after` */
function accessesOfPair({ principal, scope }: Pair, before: Side, after: Side): Access[] {
  const own = (side: Side): Assignment[] =>
    side.assignments.filter((one) => contains(one.scope.key, scope.key));
  const [ownBefore, ownAfter] = [own(before), own(after)];
  const readings = possibleModes(scope, before, after).map((mode) => {
    const [modeBefore, modeAfter] = [
      modeOn(before, after, scope, mode),
      modeOn(after, before, scope, mode),
    ];
    return {
      mode,
      capabilities: CAPABILITY_NAMES.map((name) =>
        changeOf(
          name,
          repositoriesOf(name, modeBefore, ownBefore.map(entitlementOf)),
          repositoriesOf(name, modeAfter, ownAfter.map(entitlementOf)),
        ),
      ).filter((one) => !one.before.isEmpty || !one.after.isEmpty),
      roles: rolesOf(
        scope,
        { assignments: ownBefore, mode: modeBefore },
        { assignments: ownAfter, mode: modeAfter },
      ),
    };
  });
  const [one, other] = readings;
  const isOne = other === undefined || sameText(one?.capabilities) === sameText(other.capabilities);
  const told = isOne
    ? readings.slice(0, 1)
    : readings.filter(({ capabilities }) => capabilities.length > 0);
  return told.map(({ mode, capabilities, roles }) => ({
    principal,
    scope,
    ...(isOne ? {} : { ifMode: mode }),
    capabilities,
    roles,
  }));
}

function modeOn(side: Side, other: Side, { key }: Party, otherwise: Mode): Mode {
  const known = side.modes.get(key) ?? other.modes.get(key) ?? otherwise;
  return known === "unknown" ? otherwise : known;
}

function entitlementOf({ role: { permissions }, condition }: Assignment) {
  return { permissions, condition };
}

function changeOf(
  name: CapabilityName,
  before: RepositorySet,
  after: RepositorySet,
): CapabilityChange {
  return { name, before, after, gained: after.without(before), lost: before.without(after) };
}

function sameText(capabilities: readonly CapabilityChange[] | undefined): string {
  return JSON.stringify(
    capabilities?.map(({ name, before, after }) => [name, before.texts, after.texts]),
  );
}

/** The role assignments that count for an access on one side of the apply, and how the registry reads them. */
interface Reading {
  readonly assignments: readonly Assignment[];
  readonly mode: Mode;
}

function rolesOf(scope: Party, before: Reading, after: Reading): RoleChange[] {
  const all = [...before.assignments, ...after.assignments];
  return [...new Set(all.map(({ role }) => role.name))].flatMap((name) => {
    const had = before.assignments.filter(({ role }) => role.name === name);
    const has = after.assignments.filter(({ role }) => role.name === name);
    const told = has[0] ?? had[0];
    return told === undefined
      ? []
      : [
          {
            name,
            description: told.description,
            change: had.length === 0 ? "added" : has.length === 0 ? "removed" : "kept",
            // Only some reports ask for it, and of many roles it takes long.
            get before() {
              return reachOf(had, before.mode);
            },
            get after() {
              return reachOf(has, after.mode);
            },
            isInherited: [...had, ...has].every((one) => one.scope.key !== scope.key),
            isIgnored: !told.role.modes.includes(after.mode),
            condition: told.condition?.isReadable === false ? told.condition.text : undefined,
          },
        ];
  });
}

function reachOf(assignments: readonly Assignment[], mode: Mode): RepositorySet {
  const entitlements = assignments.map(entitlementOf);
  return CAPABILITY_NAMES.map((name) => repositoriesOf(name, mode, entitlements)).reduce(
    (union, one) => union.union(one),
    RepositorySet.NONE,
  );
}
