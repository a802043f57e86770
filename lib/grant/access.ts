import { PermissionsMode } from "./permissions-mode";
import { AcrRole } from "./roles";

/** What a principal may do with the content of a registry. */
export enum Access {
  /** Pull images and artifacts. On a legacy registry this lists the repositories as well. */
  PULL = "pull",
  /** Push and pull images and artifacts. On a legacy registry this lists the repositories as well. */
  PUSH = "push",
  /** Delete images and artifacts. In abac mode the role for it also pushes and pulls. */
  DELETE = "delete",
  /** List the repositories. On a legacy registry the role for it also pulls. */
  LIST = "list",
}

const ROLES: Record<"legacy" | "abac", Record<Access, AcrRole>> = {
  legacy: {
    [Access.PULL]: AcrRole.ACR_PULL,
    [Access.PUSH]: AcrRole.ACR_PUSH,
    [Access.DELETE]: AcrRole.ACR_DELETE,
    [Access.LIST]: AcrRole.ACR_PULL,
  },
  abac: {
    [Access.PULL]: AcrRole.REPOSITORY_READER,
    [Access.PUSH]: AcrRole.REPOSITORY_WRITER,
    [Access.DELETE]: AcrRole.REPOSITORY_CONTRIBUTOR,
    [Access.LIST]: AcrRole.REPOSITORY_CATALOG_LISTER,
  },
};

/**
 * The roles that give an access in a permissions mode.
 * Source: Microsoft's "Azure Container Registry permissions and role assignments overview" and its
 * table for the transition to abac mode.
 */
export function rolesFor(access: Access, mode: PermissionsMode): AcrRole[] {
  const { legacy, abac } = ROLES;
  switch (mode) {
    case PermissionsMode.LEGACY:
      return [legacy[access]];
    case PermissionsMode.ABAC:
      return [abac[access]];
    case PermissionsMode.MIGRATING:
      return [legacy[access], abac[access]];
  }
}
