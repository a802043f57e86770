import { Problem } from "../core/problem";
import { shown } from "../core/shown";
import { Access, rolesFor } from "../role/access";
import { PermissionsMode } from "../role/permissions-mode";
import { AcrRole, BUILT_IN_ROLES } from "../role/roles";

/** The rules for an access that is limited to repositories. */
export function limitedAccessProblems(access: Access, mode: PermissionsMode): Problem[] {
  if (mode === PermissionsMode.LEGACY) {
    return [
      {
        key: "repositories",
        message:
          "a registry in legacy mode can't limit a role to repositories; switch the registry and " +
          "permissionsMode to abac, or keep what the principal may reach in a registry of its own",
      },
    ];
  }
  const roles = rolesFor(access, mode);
  return roles.length > 0 && !roles.some(({ takesRepositories }) => takesRepositories)
    ? [
        {
          key: "repositories",
          message: `${access} is for the whole registry: Azure ignores a condition on the role for it; leave ${access} out of what is limited to repositories`,
        },
      ]
    : [];
}

/** The rules for a role that is limited to repositories. */
export function limitedRoleProblems(role: AcrRole): Problem[] {
  if (role.takesRepositories) {
    return [];
  }
  const because = BUILT_IN_ROLES.includes(role)
    ? "Azure ignores a condition on it"
    : "a condition names all data actions of its role, and those of a role of your own are not known";
  return [
    {
      key: "repositories",
      message: `can't limit ${shown(role.roleName)}: ${because}; grant Container Registry Repository Reader, Writer or Contributor`,
    },
  ];
}
