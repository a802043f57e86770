/**
 * Which roles a registry honours for its content. Azure calls this the registry's role assignment
 * permissions mode; no data source tells it, so the caller says it.
 */
export enum PermissionsMode {
  /** "RBAC Registry Permissions": AcrPull, AcrPush and AcrDelete. What registries have by default. */
  LEGACY = "legacy",
  /**
   * "RBAC Registry + ABAC Repository Permissions": the Container Registry Repository roles, which
   * can be limited to repositories. AcrPull, AcrPush and AcrDelete are ignored without a word.
   */
  ABAC = "abac",
  /** On the way from legacy to abac: assigns the roles of both, so that the switch breaks no pull. */
  MIGRATING = "migrating",
}
