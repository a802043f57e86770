import { Delegated, delegationCondition, sorted } from "./delegation";
import { KnownRole, RBAC_ADMINISTRATOR, READER } from "./known-rights";
import type { RoleScope } from "./role-scope";

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

/** Each role once for each scope, with all reasons. */
export function neededRoles(needs: RoleNeed[]): NeededRole[] {
  const administered = new Set(
    needs.filter(({ role }) => role === RBAC_ADMINISTRATOR).map(({ scope }) => scope.shell),
  );
  const groups = new Map<string, { role: KnownRole; needs: RoleNeed[] }>();
  for (const need of needs) {
    const { shell } = need.scope;
    // Who assigns roles there may read everything there, too.
    const role = need.role === READER && administered.has(shell) ? RBAC_ADMINISTRATOR : need.role;
    const key = `${role.roleName} ${shell.toLowerCase()}`;
    groups.set(key, { role, needs: [...(groups.get(key)?.needs ?? []), need] });
  }
  return [...groups.values()].map(({ role, needs: ofGroup }) => neededRole(role, ofGroup));
}

function neededRole(role: KnownRole, needs: RoleNeed[]): NeededRole {
  const delegated = needs.flatMap((need) => need.delegated ?? []);
  return {
    role: role.roleName,
    roleDefinitionId: String(role.definitionId),
    scope: String(needs[0]?.scope.text),
    shellScope: String(needs[0]?.scope.shell),
    assignableRoles: sorted(delegated.map(({ roleName }) => roleName)),
    condition: delegated.length === 0 ? undefined : delegationCondition(delegated),
    because: needs.map(({ because }) => because),
  };
}
