import { oneOf } from "../core/kinds";
import { Problem } from "../core/problem";
import { PermissionsMode } from "./permissions-mode";
import { AcrRole } from "./roles";

/** What a principal may do with the content of a registry; several grants may be combined. */
export enum Access {
  /** Pull images and artifacts. On a legacy registry this lists the repositories as well. */
  PULL = "pull",
  /** Push and pull images and artifacts. On a legacy registry this lists the repositories as well. */
  PUSH = "push",
  /** Delete images and artifacts. In abac mode the role for it also pushes and pulls. */
  DELETE = "delete",
  /** List the repositories. On a legacy registry the role for it also pulls. */
  LIST = "list",
  /** Import images from other registries (`az acr import`). The role for it also pulls and lists. */
  IMPORT = "import",
  /** Sign images with Notation. A signature is an artifact beside its image, so this is to push. */
  SIGN = "sign",
  /**
   * Sign images with Docker Content Trust, which is to push as well. A registry in abac mode does
   * not support it, and Azure removes it in March 2028.
   */
  CONTENT_TRUST = "content-trust",
  /** Read images that are in quarantine. */
  QUARANTINE_READ = "quarantine-read",
  /** Read images that are in quarantine, and mark them as good or bad. */
  QUARANTINE_WRITE = "quarantine-write",
}

const ACCESS = oneOf(Access);

interface RolesByMode {
  readonly legacy: AcrRole[];
  readonly abac: AcrRole[];
}

const PUSH: RolesByMode = { legacy: [AcrRole.ACR_PUSH], abac: [AcrRole.REPOSITORY_WRITER] };

const ROLES: Record<Access, RolesByMode> = {
  [Access.PULL]: { legacy: [AcrRole.ACR_PULL], abac: [AcrRole.REPOSITORY_READER] },
  [Access.PUSH]: PUSH,
  [Access.DELETE]: { legacy: [AcrRole.ACR_DELETE], abac: [AcrRole.REPOSITORY_CONTRIBUTOR] },
  [Access.LIST]: { legacy: [AcrRole.ACR_PULL], abac: [AcrRole.REPOSITORY_CATALOG_LISTER] },
  [Access.IMPORT]: both(AcrRole.DATA_IMPORTER_AND_DATA_READER),
  [Access.SIGN]: PUSH,
  // In abac mode nothing signs so; pushing, which belongs to it, outlives a migration all the same.
  [Access.CONTENT_TRUST]: {
    legacy: [AcrRole.ACR_IMAGE_SIGNER, AcrRole.ACR_PUSH],
    abac: [AcrRole.REPOSITORY_WRITER],
  },
  [Access.QUARANTINE_READ]: both(AcrRole.ACR_QUARANTINE_READER),
  [Access.QUARANTINE_WRITE]: both(AcrRole.ACR_QUARANTINE_WRITER),
};

function both(role: AcrRole): RolesByMode {
  return { legacy: [role], abac: [role] };
}

/**
 * The roles that give an access in a permissions mode; none for a word that is not one of either.
 * Source: Microsoft's "Azure Container Registry permissions and role assignments overview" and its
 * table for the transition to abac mode.
 */
export function rolesFor(access: Access, mode: PermissionsMode): AcrRole[] {
  const { legacy, abac } = rolesByMode(access) ?? { legacy: [], abac: [] };
  const roles: Partial<Record<string, AcrRole[]>> = {
    [PermissionsMode.LEGACY]: legacy,
    [PermissionsMode.ABAC]: abac,
    [PermissionsMode.MIGRATING]: [...new Set([...legacy, ...abac])],
  };
  return roles[mode] ?? [];
}

// A program without types may ask for anything.
function rolesByMode(access: unknown): RolesByMode | undefined {
  return Object.values(Access).some((known) => known === access)
    ? ROLES[access as Access]
    : undefined;
}

/** What a role is for, in words that every permissions mode understands. */
export function accessOf(role: AcrRole): Access | undefined {
  return Object.values(Access).find((access) => {
    const { legacy, abac } = ROLES[access];
    return legacy[0] === role || abac[0] === role;
  });
}

/** The rules for an access in a permissions mode. */
export function accessProblems(access: Access, mode: PermissionsMode): Problem[] {
  if (rolesByMode(access) === undefined) {
    return ACCESS.read("access", access).problems;
  }
  return access === Access.CONTENT_TRUST && mode === PermissionsMode.ABAC
    ? [{ key: "access", message: CONTENT_TRUST_ENDED }]
    : [];
}

const CONTENT_TRUST_ENDED =
  "content-trust: a registry in abac mode has no Docker Content Trust; grant sign, sign images with " +
  "Notation, and let those who pull verify that";
