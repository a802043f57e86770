import type { Access, RoleChange } from "../../accesses";
import { grouped } from "../../grouped";
import type { RepositorySet } from "../../repository-set";
import { gainsFirst, isChanged, type Sign } from "../words";

/** Who has which role on what, as boxes in three columns with lines between them: arithmetic, and no drawing yet. */
export interface Graph {
  readonly width: number;
  readonly height: number;
  readonly principals: readonly Node[];
  readonly roles: readonly RoleNode[];
  readonly scopes: readonly ScopeNode[];
  /** How many roles there is no room for. */
  readonly leftOut: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Node extends Box {
  readonly name: string;
}

/** A role that a principal has on a scope. */
export interface RoleNode extends Node {
  readonly access: Access;
  readonly role: RoleChange;
  readonly sign: Sign;
  readonly from: Node;
  readonly scope: ScopeNode;
  /** What of the scope it is for. */
  readonly to: readonly Target[];
}

export interface Target {
  readonly box: Box;
  readonly sign: Sign;
}

/** A registry or a wider scope, and the repositories in it that roles are limited to. */
export interface ScopeNode extends Node {
  readonly ifMode: Access["ifMode"];
  /** Where roles lead that are for everything in it. */
  readonly title: Box;
  readonly repositories: readonly Node[];
}

export const COLUMNS = {
  principals: { x: 0, width: 256 },
  roles: { x: 352, width: 328 },
  scopes: { x: 808, width: 312 },
} as const;

const NODE = 36;
const ROW = NODE + 8;
const GAP = 12;
const NOTE = 18;
const REPOSITORY = 28;

/** More is no picture any more. */
const MOST_ROLES = 24;
const MOST_REPOSITORIES = 12;

export function graphOf(accesses: readonly Access[]): Graph {
  const all = [
    ...gainsFirst(accesses.filter(isChanged)),
    ...accesses.filter((one) => !isChanged(one)),
  ].flatMap((access) =>
    // One on a wider scope leads there.
    access.roles.filter(({ isInherited }) => !isInherited).map((role) => ({ access, role })),
  );
  const rows = rowsOf(all.slice(0, MOST_ROLES));
  const principals = principalsOf(rows);
  const scopes = scopesOf(rows);
  const roles = rows.flatMap((row) => {
    const [from, scope] = [principals.get(principalKey(row)), scopes.get(scopeKey(row))];
    return from === undefined || scope === undefined ? [] : [roleOf(row, from, scope)];
  });
  const graph = { principals: [...principals.values()], roles, scopes: [...scopes.values()] };
  return {
    ...graph,
    width: COLUMNS.scopes.x + COLUMNS.scopes.width,
    height: Math.max(
      0,
      ...Object.values(graph)
        .flat()
        .map(({ y, height }) => y + height),
    ),
    leftOut: all.length - rows.length,
  };
}

interface Link {
  readonly access: Access;
  readonly role: RoleChange;
}

interface Row extends Link {
  readonly y: number;
}

function principalKey({ access }: Link): string {
  return access.principal.key;
}

function scopeKey({ access: { scope, ifMode } }: Link): string {
  return `${scope.key} ${ifMode ?? ""}`;
}

/** The roles of a principal below each other, in the order in which they came. */
function rowsOf(links: readonly Link[]): Row[] {
  let y = 0;
  return [...grouped(links, principalKey).values()].flatMap((own, index) => {
    y += index > 0 ? GAP : 0;
    return own.map((link) => ({ ...link, y: (y += ROW) - ROW }));
  });
}

/** Each in the middle of its roles. */
function principalsOf(rows: readonly Row[]): Map<string, Node> {
  return mapped(grouped(rows, principalKey), (own) => ({
    ...COLUMNS.principals,
    y: middleOf(own),
    height: NODE,
    name: own[0]?.access.principal.name ?? "",
  }));
}

/** Each as near to the middle of its roles as those above it let it be. */
function scopesOf(rows: readonly Row[]): Map<string, ScopeNode> {
  const inOrder = [...grouped(rows, scopeKey)].sort(
    ([, one], [, other]) => middleOf(one) - middleOf(other),
  );
  let free = 0;
  return mapped(new Map(inOrder), (own) => {
    const [{ access } = {}] = own;
    const names = repositoriesOf(own);
    const titleHeight = NODE + (access?.ifMode === undefined ? 0 : NOTE);
    const height = titleHeight + names.length * REPOSITORY;
    const y = Math.max(free, middleOf(own) + (NODE - height) / 2);
    free = y + height + GAP;
    return {
      ...COLUMNS.scopes,
      y,
      height,
      name: access?.scope.name ?? "",
      ifMode: access?.ifMode,
      title: { ...COLUMNS.scopes, y, height: titleHeight },
      repositories: names.map((name, index) => ({
        ...COLUMNS.scopes,
        y: y + titleHeight + index * REPOSITORY,
        height: REPOSITORY,
        name,
      })),
    };
  });
}

function repositoriesOf(rows: readonly Row[]): string[] {
  const all = [...new Set(rows.flatMap(({ role }) => [role.before, role.after].flatMap(namesIn)))];
  const shown = all.sort().slice(0, MOST_REPOSITORIES);
  return shown.length < all.length ? [...shown, `${all.length - shown.length} more`] : shown;
}

function namesIn(set: RepositorySet): string[] {
  return set.isAll ? [] : set.texts;
}

function roleOf({ access, role, y }: Row, from: Node, scope: ScopeNode): RoleNode {
  return {
    ...COLUMNS.roles,
    y,
    height: NODE,
    name: role.name,
    access,
    role,
    sign: signOf(role),
    from,
    scope,
    to: targetsOf(role, scope),
  };
}

function signOf({ change, before, after }: RoleChange): Sign {
  const isSame = before.texts.join() === after.texts.join();
  return change === "added" ? "+" : change === "removed" ? "-" : isSame ? " " : "~";
}

function targetsOf(role: RoleChange, scope: ScopeNode): Target[] {
  const [had, has] = [role.before, role.after].map((set) => boxesOf(set, scope));
  const targets = [...new Set([...(had ?? []), ...(has ?? [])])].map((box): Target => {
    const [was, is] = [had?.includes(box), has?.includes(box)];
    return { box, sign: was === is ? " " : is === true ? "+" : "-" };
  });
  // A role without effect is on something, too.
  return targets.length > 0 ? targets : [{ box: scope.title, sign: signOf(role) }];
}

function boxesOf(set: RepositorySet, { title, repositories }: ScopeNode): Box[] {
  return set.isAll
    ? [title]
    : set.texts.flatMap(
        (text) => repositories.find(({ name }) => name === text) ?? repositories.slice(-1),
      );
}

function middleOf(rows: readonly Row[]): number {
  return rows.reduce((sum, { y }) => sum + y, 0) / Math.max(1, rows.length);
}

function mapped<A, B>(map: ReadonlyMap<string, A>, of: (value: A) => B): Map<string, B> {
  return new Map([...map].map(([key, value]) => [key, of(value)]));
}
