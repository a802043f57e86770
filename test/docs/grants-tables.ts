import { limitedAccessProblems } from "../../lib/grant/repositories-rules";
import { Access, accessProblems, rolesFor } from "../../lib/role/access";
import { PermissionsMode } from "../../lib/role/permissions-mode";
import { AcrRole, BUILT_IN_ROLES } from "../../lib/role/roles";
import { table, withPart } from "./page-parts";

const { LEGACY, ABAC } = PermissionsMode;

/** A page with its tables of accesses and of roles as the code has them. */
export function withTables(page: string): string {
  return withPart(withPart(page, "accesses", accesses()), "roles", roles());
}

function accesses(): string {
  return table(
    ["access", "legacy", "abac", "repositories"],
    Object.values(Access).map((access) => [
      `\`${access}\``,
      namesFor(access, LEGACY),
      namesFor(access, ABAC),
      limitedAccessProblems(access, ABAC).length === 0 && isPossible(access, ABAC) ? "yes" : "",
    ]),
  );
}

function namesFor(access: Access, mode: PermissionsMode): string {
  return isPossible(access, mode)
    ? rolesFor(access, mode)
        .map(({ roleName }) => roleName)
        .join(", ")
    : "not possible";
}

function isPossible(access: Access, mode: PermissionsMode): boolean {
  return accessProblems(access, mode).length === 0;
}

function roles(): string {
  const constants = new Map<unknown, string>(
    Object.entries(AcrRole).map(([constant, role]) => [role, constant]),
  );
  return table(
    ["`AcrRole.`", "role", "legacy", "abac", "repositories"],
    BUILT_IN_ROLES.map((role) => [
      `\`${constants.get(role) ?? ""}\``,
      role.roleName,
      ...[LEGACY, ABAC].map((mode) => (role.permissionsModes.includes(mode) ? "yes" : "ignored")),
      role.takesRepositories ? "yes" : "",
    ]),
  );
}
