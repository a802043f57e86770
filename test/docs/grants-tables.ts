import { Access, accessProblems, rolesFor } from "../../lib/grant/access";
import { PermissionsMode } from "../../lib/grant/permissions-mode";
import { limitedAccessProblems } from "../../lib/grant/repositories-rules";
import { AcrRole, BUILT_IN_ROLES } from "../../lib/grant/roles";

const { LEGACY, ABAC } = PermissionsMode;

/** A page with its tables of accesses and of roles as the code has them. */
export function withTables(page: string): string {
  return withTable(withTable(page, "accesses", accesses()), "roles", roles());
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

function table(head: string[], rows: string[][]): string {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: string[], filler: string): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0, filler)).join(" | ")} |`;
  return [
    line(head, " "),
    line(
      head.map(() => ""),
      "-",
    ),
    ...rows.map((row) => line(row, " ")),
  ].join("\n");
}

/** Puts a table between the comments that bear its name. */
function withTable(page: string, name: string, content: string): string {
  const between = new RegExp(`(?<=<!-- ${name}:.*? -->\n).*?(?=<!-- /${name} -->)`, "s");
  return page.replace(between, () => `\n${content}\n\n`);
}
