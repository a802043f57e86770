import { type Assignment, type Party, type Side, sidesOf } from "./assignments";
import { CAPABILITY_NAMES, type CapabilityName, type Mode, repositoriesOf } from "./capabilities";
import type { Plan } from "./plan/plan";
import { RepositorySet } from "./repository-set";

/** What a plan changes about who may do what on which registry. */
export interface Review {
  readonly isBroader: boolean;
  readonly isNarrower: boolean;
  /** One for each principal and registry, or wider scope, that a role assignment of the plan names. */
  readonly accesses: readonly Access[];
  /** What can't be told from the plan, and so was taken at its widest; sentences. */
  readonly doubts: readonly string[];
}

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

export function review(plan: Plan): Review {
  const { before, after } = sidesOf(plan);
  const all = [...before.assignments, ...after.assignments].filter(isOfRegistries);
  const [had, have] = [byPrincipal(before), byPrincipal(after)];
  const accesses = pairsOf(all).flatMap((pair) =>
    accessesOf(
      pair,
      { ...before, assignments: had.get(pair.principal.key) ?? [] },
      { ...after, assignments: have.get(pair.principal.key) ?? [] },
    ),
  );
  const doubts = doubtsOf(plan, after.assignments.filter(isOfRegistries));
  const isAny = (side: "gained" | "lost"): boolean =>
    accesses.some(({ capabilities }) => capabilities.some((one) => !one[side].isEmpty));
  // Who can't tell what a plan does can't say that it lets nobody in.
  return {
    isBroader: isAny("gained") || doubts.length > 0,
    isNarrower: isAny("lost"),
    accesses,
    doubts,
  };
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

/** A scope within a resource of another kind holds no registry. */
function isOfRegistries({ scope }: Assignment): boolean {
  if (scope.key.startsWith("/")) {
    const [, provider] = /\/providers\/([^/]+\/[^/]+)(?!.*\/providers\/)/.exec(scope.key) ?? [];
    return provider === undefined || HOLDING_REGISTRIES.includes(provider);
  }
  return (
    scope.type?.startsWith("azurerm_") !== true || TYPES_HOLDING_REGISTRIES.includes(scope.type)
  );
}

const HOLDING_REGISTRIES = [
  "microsoft.containerregistry/registries",
  "microsoft.management/managementgroups",
];

const TYPES_HOLDING_REGISTRIES = [
  "azurerm_container_registry",
  "azurerm_management_group",
  "azurerm_resource_group",
  "azurerm_subscription",
];

/** @param before of the role assignments, those of the principal; so is `after` */
function accessesOf({ principal, scope }: Pair, before: Side, after: Side): Access[] {
  const own = (side: Side): Assignment[] =>
    side.assignments.filter((one) => contains(one.scope.key, scope.key));
  const [ownBefore, ownAfter] = [own(before), own(after)];
  const readings = MODES.filter((mode) => isPossible(mode, scope, before, after)).map((mode) => {
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

const MODES: readonly Mode[] = ["legacy", "abac"];

/** Where the plan tells the mode, the others are none. */
function isPossible(mode: Mode, { key }: Party, before: Side, after: Side): boolean {
  const known = after.modes.get(key) ?? before.modes.get(key);
  return known === undefined || known === "unknown" || known === mode;
}

function modeOn(side: Side, other: Side, { key }: Party, otherwise: Mode): Mode {
  const known = side.modes.get(key) ?? other.modes.get(key) ?? otherwise;
  return known === "unknown" ? otherwise : known;
}

function contains(wider: string, key: string): boolean {
  return (
    wider === key || (wider.startsWith("/") && `${key}/`.startsWith(wider.replace(/\/*$/, "/")))
  );
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
