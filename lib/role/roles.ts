import { Token } from "cdktf";
import { instance, text } from "../core/kinds";
import { bringing, inCall } from "../core/problem";
import { optional } from "../core/props";
import { PermissionsMode } from "./permissions-mode";
import { roleDefinitionGuid } from "./role-definition-id";
import type { RoleDefinition } from "./role-definitions";
import * as azure from "./role-definitions";

/**
 * A role on a registry: one of those that Azure has for registries, or one of your own.
 */
export class AcrRole {
  public static readonly ACR_PULL = new AcrRole(azure.ACR_PULL);
  public static readonly ACR_PUSH = new AcrRole(azure.ACR_PUSH);
  public static readonly ACR_DELETE = new AcrRole(azure.ACR_DELETE);
  public static readonly ACR_IMAGE_SIGNER = new AcrRole(azure.ACR_IMAGE_SIGNER);
  public static readonly ACR_QUARANTINE_READER = new AcrRole(azure.ACR_QUARANTINE_READER);
  public static readonly ACR_QUARANTINE_WRITER = new AcrRole(azure.ACR_QUARANTINE_WRITER);
  public static readonly REPOSITORY_READER = new AcrRole(azure.REPOSITORY_READER);
  public static readonly REPOSITORY_WRITER = new AcrRole(azure.REPOSITORY_WRITER);
  public static readonly REPOSITORY_CONTRIBUTOR = new AcrRole(azure.REPOSITORY_CONTRIBUTOR);
  public static readonly REPOSITORY_CATALOG_LISTER = new AcrRole(azure.REPOSITORY_CATALOG_LISTER);
  public static readonly DATA_IMPORTER_AND_DATA_READER = new AcrRole(
    azure.DATA_IMPORTER_AND_DATA_READER,
  );
  public static readonly TASKS_CONTRIBUTOR = new AcrRole(azure.TASKS_CONTRIBUTOR);
  public static readonly TRANSFER_PIPELINE_CONTRIBUTOR = new AcrRole(
    azure.TRANSFER_PIPELINE_CONTRIBUTOR,
  );
  public static readonly CACHE_RULE_ADMINISTRATOR = new AcrRole(azure.CACHE_RULE_ADMINISTRATOR);
  public static readonly CACHE_RULE_READER = new AcrRole(azure.CACHE_RULE_READER);
  public static readonly CREDENTIAL_SET_ADMINISTRATOR = new AcrRole(
    azure.CREDENTIAL_SET_ADMINISTRATOR,
  );
  public static readonly CREDENTIAL_SET_READER = new AcrRole(azure.CREDENTIAL_SET_READER);
  public static readonly CONTRIBUTOR_AND_DATA_ACCESS_ADMINISTRATOR = new AcrRole(
    azure.CONTRIBUTOR_AND_DATA_ACCESS_ADMINISTRATOR,
  );
  public static readonly CONFIGURATION_READER = new AcrRole(azure.CONFIGURATION_READER);
  public static readonly OWNER = new AcrRole(azure.OWNER);
  public static readonly CONTRIBUTOR = new AcrRole(azure.CONTRIBUTOR);
  public static readonly READER = new AcrRole(azure.READER);

  /**
   * A role of your own, by the resource id of its definition. Its actions are not known here, so
   * that nothing is said about the permissions modes that honour it.
   *
   * @param roleDefinitionResourceId literal, or a token such as the roleDefinitionResourceId of a
   * RoleDefinition; only the GUID at its end matters
   * @param roleName what Terraform addresses call the role; a token needs one, of a literal id it is
   * the GUID by default
   */
  public static custom(roleDefinitionResourceId: string, roleName?: string): AcrRole {
    const problems = [
      ...text.read("roleDefinitionResourceId", roleDefinitionResourceId).problems,
      ...optional(text).read("roleName", roleName).problems,
    ];
    if (problems.length > 0) {
      return bringing(new AcrRole({ roleName: "" }), inCall("AcrRole.custom", problems));
    }
    const definitionId = roleDefinitionGuid(roleDefinitionResourceId) ?? roleDefinitionResourceId;
    const builtIn = BUILT_IN_ROLES.find((role) => role.definitionId === definitionId);
    const name = roleName ?? (Token.isUnresolved(definitionId) ? "" : definitionId);
    return builtIn ?? bringing(new AcrRole({ roleName: name, definitionId }), []);
  }

  /**
   * A role by the name that Azure shows. azurerm looks up the id of a role that is not built in when
   * it assigns the role, which needs Microsoft.Authorization/roleDefinitions/read, and may not find
   * one that the same apply makes: use `custom` for that.
   */
  public static named(roleName: string): AcrRole {
    const { problems } = text.read("roleName", roleName);
    if (problems.length > 0) {
      return bringing(new AcrRole({ roleName: "" }), inCall("AcrRole.named", problems));
    }
    const builtIn = BUILT_IN_ROLES.find(
      (role) => role.roleName.toLowerCase() === roleName.toLowerCase(),
    );
    return builtIn ?? bringing(new AcrRole({ roleName }), []);
  }

  /** The name that Azure shows; of a role by its id, the name in Terraform addresses. */
  public readonly roleName: string;
  /** The GUID of the role definition; undefined for a role of your own by its name. */
  public readonly definitionId?: string;
  /** What the role lets its principals do with the registry; empty for a role of your own. */
  public readonly actions: string[];
  /** What `actions` has in it by a wildcard, and the role does not give. */
  public readonly notActions: string[];
  /** What the role lets its principals do with content; empty for a role of your own. */
  public readonly dataActions: string[];
  /** The permissions modes in which a registry honours the role: legacy, abac or both. */
  public readonly permissionsModes: PermissionsMode[];
  /** Whether a condition can limit the role to repositories. */
  public readonly takesRepositories: boolean;

  private constructor({
    roleName,
    definitionId,
    actions = [],
    notActions = [],
    dataActions = [],
    permissionsModes = [PermissionsMode.LEGACY, PermissionsMode.ABAC],
  }: Partial<RoleDefinition> & Pick<RoleDefinition, "roleName">) {
    this.roleName = roleName;
    this.definitionId = definitionId;
    this.actions = unchangeable(actions);
    this.notActions = unchangeable(notActions);
    this.dataActions = unchangeable(dataActions);
    this.permissionsModes = unchangeable(permissionsModes);
    // A condition asks for the name of a repository; an action on anything else has none and would
    // pass by.
    this.takesRepositories =
      actions.length === 0 &&
      dataActions.length > 0 &&
      dataActions.every((action) => action.includes("/repositories/"));
    Object.freeze(this);
  }
}

// A role is the same for everybody: what one part of a program did to it would change the conditions of
// the others.
function unchangeable<T>(list: T[]): T[] {
  return Object.freeze([...list]) as T[];
}

export const ACR_ROLE = instance(
  (value) => value instanceof AcrRole,
  "a role",
  "give one of AcrRole, as in AcrRole.ACR_PULL",
  () => AcrRole.named(""),
);

/** The roles that Azure has for registries, and Owner, Contributor and Reader. */
export const BUILT_IN_ROLES: AcrRole[] = Object.values(AcrRole)
  .filter((value: unknown) => value instanceof AcrRole)
  .map((role) => bringing(role, []));
