import { Access } from "../role/access";
import { AcrRole } from "../role/roles";
import type { Ask } from "./ask";
import type { RoleGrant } from "./role-grant";

/** A role that gives more than what it was assigned for. */
interface Surplus {
  readonly asked: Access;
  readonly role: AcrRole;
  readonly given: Access;
  readonly warningId: string;
  readonly warning: string;
}

const SURPLUSES: Surplus[] = [
  {
    asked: Access.DELETE,
    role: AcrRole.REPOSITORY_CONTRIBUTOR,
    given: Access.PUSH,
    warningId: "acr-auth:delete-pushes",
    warning:
      "In abac mode no role deletes alone: Container Registry Repository Contributor, which is " +
      "assigned for it, lets the principal push and pull too.",
  },
  {
    asked: Access.LIST,
    role: AcrRole.ACR_PULL,
    given: Access.PULL,
    warningId: "acr-auth:list-pulls",
    warning:
      "On a legacy registry no role lists alone: AcrPull, which is assigned for it, lets the " +
      "principal pull from every repository too.",
  },
  {
    asked: Access.IMPORT,
    role: AcrRole.DATA_IMPORTER_AND_DATA_READER,
    given: Access.PULL,
    warningId: "acr-auth:import-pulls",
    warning:
      "No role imports alone: Container Registry Data Importer and Data Reader, which is assigned " +
      "for it, lets the principal pull from every repository and list them too.",
  },
];

const INCLUDED: Partial<Record<Access, Access[]>> = {
  [Access.PUSH]: [Access.PULL],
  [Access.SIGN]: [Access.PUSH, Access.PULL],
  [Access.CONTENT_TRUST]: [Access.PUSH, Access.PULL],
};

/** What the roles that were assigned give beyond all that was asked for. */
export function surpluses(asks: Ask[], roles: AcrRole[]): Surplus[] {
  return SURPLUSES.filter(
    ({ asked, role, given }) => roles.includes(role) && exceeds(asks, asked, given),
  );
}

// Whether an access is asked for somewhere, and what comes with it is not.
function exceeds(asks: Ask[], asked: Access, given: Access): boolean {
  const givers = asks.filter(
    ({ access }) => access === given || INCLUDED[access]?.includes(given) === true,
  );
  const where = new Set(givers.map(({ repositories }) => repositories));
  return asks.some(
    ({ access, repositories }) =>
      access === asked && !where.has(undefined) && !where.has(repositories),
  );
}

/** The grants whose repositories have no effect, since a role that gives the same is for all of them. */
export function limitsWithoutEffect(
  roleGrants: RoleGrant[],
): { readonly limited: RoleGrant; readonly warning: string }[] {
  const unlimited = roleGrants.filter(({ limit }) => limit === undefined);
  return roleGrants
    .filter(({ limit }) => limit !== undefined)
    .flatMap((limited) => {
      const wider = unlimited.find(({ role }) => includesAll(role, limited.role));
      return wider === undefined ? [] : [{ limited, warning: widerRole(wider.role, limited.role) }];
    });
}

function includesAll(wider: AcrRole, role: AcrRole): boolean {
  return role.dataActions.every((action) => wider.dataActions.includes(action));
}

function widerRole(wider: AcrRole, limited: AcrRole): string {
  return (
    `${wider.roleName} is granted without repositories and lets the principal do all that ` +
    `${limited.roleName} does, on every repository of the registry: the repositories of the latter ` +
    "have no effect. Name repositories for both, or leave the wider grant out."
  );
}
