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
      roles: rolesOf(ownBefore, ownAfter, modeAfter),
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

function rolesOf(
  before: readonly Assignment[],
  after: readonly Assignment[],
  mode: Mode,
): RoleChange[] {
  return [...new Set([...before, ...after].map(({ role }) => role.name))].flatMap((name) => {
    const [was, is] = [before, after].map((side) => side.find(({ role }) => role.name === name));
    const told = is ?? was;
    return told === undefined
      ? []
      : [
          {
            name,
            description: told.description,
            change: was === undefined ? "added" : is === undefined ? "removed" : "kept",
            isIgnored: !told.role.modes.includes(mode),
            condition: told.condition?.isReadable === false ? told.condition.text : undefined,
          },
        ];
  });
}
