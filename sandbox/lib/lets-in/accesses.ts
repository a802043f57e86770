/** What somebody may want of a registry, and which permissions that takes. */

/** Who wants what. */
export interface Entry {
  /** A display name that only one principal has, a client id or an object id. */
  readonly principal: string;
  /** The name of a registry. */
  readonly registry: string;
  readonly access: RegistryAccess;
  /** Such as team-a/app. Without one, all repositories of the registry are asked for. */
  readonly repository?: string;
}

export type RegistryAccess = keyof typeof ACCESSES;

/** What an access takes. A legacy registry looks at the actions of a role, one in abac mode at its data actions. */
export interface Needs {
  readonly legacy: readonly string[];
  readonly abac: readonly string[] | "never";
  /** A request to Azure Resource Manager is one for actions in both modes. */
  readonly isManagement?: true;
  /** Of the registry as a whole, whatever repositories it has. */
  readonly isOfRegistry?: true;
}

const REGISTRY = "Microsoft.ContainerRegistry/registries";
const CONTENT = `${REGISTRY}/repositories/content`;
const PUSH = {
  legacy: [`${REGISTRY}/pull/read`, `${REGISTRY}/push/write`],
  abac: [`${CONTENT}/read`, `${CONTENT}/write`],
};

/** container-registry-rbac-built-in-roles-directory-reference.md; what lists repositories: the same. */
const ACCESSES = {
  pull: { legacy: [`${REGISTRY}/pull/read`], abac: [`${CONTENT}/read`] },
  push: PUSH,
  delete: { legacy: [`${REGISTRY}/artifacts/delete`], abac: [`${CONTENT}/delete`] },
  list: {
    legacy: [`${REGISTRY}/pull/read`],
    abac: [`${REGISTRY}/catalog/read`],
    isOfRegistry: true,
  },
  // Of a repository: its tags.
  "metadata-read": {
    legacy: [`${REGISTRY}/pull/read`],
    abac: [`${REGISTRY}/repositories/metadata/read`],
  },
  import: {
    legacy: [`${REGISTRY}/importImage/action`],
    abac: [`${REGISTRY}/importImage/action`],
    isManagement: true,
    isOfRegistry: true,
  },
  // A signature of Notation is an artifact beside its image.
  sign: PUSH,
  "content-trust": { legacy: [...PUSH.legacy, `${REGISTRY}/sign/write`], abac: "never" },
  "quarantine-read": {
    legacy: [`${REGISTRY}/quarantine/read`],
    abac: [`${REGISTRY}/quarantinedArtifacts/read`],
    isOfRegistry: true,
  },
  "quarantine-write": {
    legacy: [`${REGISTRY}/quarantine/read`, `${REGISTRY}/quarantine/write`],
    abac: [`${REGISTRY}/quarantinedArtifacts/read`, `${REGISTRY}/quarantinedArtifacts/write`],
    isOfRegistry: true,
  },
} as const satisfies Record<string, Needs>;

/** What an access takes; refuses one that there is none of. */
export function needsOf({ access, repository }: Entry): Needs {
  const needs = Object.entries<Needs>(ACCESSES).find(([name]) => name === access)?.[1];
  if (needs === undefined) {
    throw new Error(
      `access: ${JSON.stringify(access)} is no access; write one of ${Object.keys(ACCESSES).join(", ")}.`,
    );
  }
  if (repository !== undefined && (typeof repository !== "string" || repository === "")) {
    throw new Error(
      `repository: ${JSON.stringify(repository)} is no name of a repository; write it as in "team-a/app", or leave it out to ask for all.`,
    );
  }
  if (needs.isOfRegistry && repository !== undefined) {
    throw new Error(
      `repository: ${access} is an access to a registry as a whole; leave ${JSON.stringify(repository)} out.`,
    );
  }
  return needs;
}
