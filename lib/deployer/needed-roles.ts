import { RBAC_ADMINISTRATOR } from "../role/role-definitions";
import { Delegated, delegationCondition, sorted } from "./delegation";
import { KnownRole, READ_EVERYTHING, READER } from "./known-rights";
import { containsScope, RoleScope, scopeKey } from "./role-scope";

/** A role that an identity needs on something in Azure. */
export interface NeededRole {
  /** The name that Azure shows. */
  readonly role: string;
  /** The GUID of the role definition. */
  readonly roleDefinitionId: string;
  /** In words, as in "the registry contosoShop in the resource group rg-registry". */
  readonly scope: string;
  /** What a shell passes to `--scope` of az: the id, or a command that prints it. */
  readonly shellScope: string;
  /** The roles that may be assigned, and nothing more. Empty for a role that assigns none. */
  readonly assignableRoles: string[];
  /** The condition that says so to Azure; undefined for a role that assigns none. */
  readonly condition?: string;
  /** What needs the role: Terraform types and construct paths. */
  readonly because: string[];
}

/** One reason for a role. */
export interface RoleNeed {
  readonly role: KnownRole;
  readonly scope: RoleScope;
  readonly because: string;
  /** Of a role that assigns others, which one it has to. */
  readonly delegated?: Delegated;
}

/** The needs of Reader that roles for other needs do not fulfil already. */
export function unfulfilled(reads: RoleNeed[], needs: RoleNeed[]): RoleNeed[] {
  const readable = needs.filter(({ role }) => READ_EVERYTHING.includes(role));
  return reads.filter((read) => !readable.some(({ scope }) => containsScope(scope, read.scope)));
}

/** Each role once for each scope, with all reasons. */
export function neededRoles(needs: RoleNeed[]): NeededRole[] {
  const administered = needs
    .filter(({ role }) => role === RBAC_ADMINISTRATOR)
    .map(({ scope }) => scope)
    .sort((one, other) => scopeKey(other).length - scopeKey(one).length);
  const groups = new Map<string, { role: KnownRole; scope: RoleScope; needs: RoleNeed[] }>();
  for (const need of needs) {
    // Who assigns roles somewhere may read everything there, too. The narrowest such place counts.
    const place =
      need.role === READER
        ? administered.find((scope) => containsScope(scope, need.scope))
        : undefined;
    const { role, scope } = place ? { role: RBAC_ADMINISTRATOR, scope: place } : need;
    const key = `${role.roleName} ${scopeKey(scope)}`;
    const group = groups.get(key) ?? { role, scope, needs: [] };
    group.needs.push(need);
    groups.set(key, group);
  }
  return [...groups.values()].map((group) => neededRole(group.role, group.scope, group.needs));
}

function neededRole(role: KnownRole, scope: RoleScope, needs: RoleNeed[]): NeededRole {
  const delegated = needs.flatMap((need) => need.delegated ?? []);
  return {
    role: role.roleName,
    roleDefinitionId: String(role.definitionId),
    scope: scope.text,
    shellScope: scope.shell,
    assignableRoles: sorted(delegated.map(({ roleName }) => roleName)),
    condition: delegated.length === 0 ? undefined : delegationCondition(delegated),
    because: needs.map(({ because }) => because),
  };
}
