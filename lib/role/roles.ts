import { Token } from "cdktf";
import { instance, text } from "../core/kinds";
import { bringing, inCall } from "../core/problem";
import { optional } from "../core/props";
import { PermissionsMode } from "./permissions-mode";
import type { RoleActions } from "./role-actions";
import * as can from "./role-actions";
import { roleDefinitionGuid } from "./role-definition-id";

const { LEGACY, ABAC } = PermissionsMode;
const BOTH = [LEGACY, ABAC];

/**
 * A role on a registry: one of those that Azure has for registries, or one of your own.
 * Source: Microsoft's "Azure built-in roles for Containers" (names, ids, actions) and "Azure Container
 * Registry built-in roles directory" (the permissions modes that honour them).
 */
export class AcrRole {
  public static readonly ACR_PULL = new AcrRole(
    "AcrPull",
    "7f951dda-4ed3-4680-a7ca-43fe172d538d",
    can.ACR_PULL,
    [LEGACY],
  );
  public static readonly ACR_PUSH = new AcrRole(
    "AcrPush",
    "8311e382-0749-4cb8-b61a-304f252e45ec",
    can.ACR_PUSH,
    [LEGACY],
  );
  public static readonly ACR_DELETE = new AcrRole(
    "AcrDelete",
    "c2f4ef07-c644-48eb-af81-4b1b4947fb11",
    can.ACR_DELETE,
    [LEGACY],
  );
  public static readonly ACR_IMAGE_SIGNER = new AcrRole(
    "AcrImageSigner",
    "6cef56e8-d556-48e5-a04f-b8e64114680f",
    can.ACR_IMAGE_SIGNER,
    [LEGACY],
  );
  public static readonly ACR_QUARANTINE_READER = new AcrRole(
    "AcrQuarantineReader",
    "cdda3590-29a3-44f6-95f2-9f980659eb04",
    can.ACR_QUARANTINE_READER,
    BOTH,
  );
  public static readonly ACR_QUARANTINE_WRITER = new AcrRole(
    "AcrQuarantineWriter",
    "c8d4ff99-41c3-41a8-9f60-21dfdad59608",
    can.ACR_QUARANTINE_WRITER,
    BOTH,
  );
  public static readonly REPOSITORY_READER = new AcrRole(
    "Container Registry Repository Reader",
    "b93aa761-3e63-49ed-ac28-beffa264f7ac",
    can.REPOSITORY_READER,
    [ABAC],
  );
  public static readonly REPOSITORY_WRITER = new AcrRole(
    "Container Registry Repository Writer",
    "2a1e307c-b015-4ebd-883e-5b7698a07328",
    can.REPOSITORY_WRITER,
    [ABAC],
  );
  public static readonly REPOSITORY_CONTRIBUTOR = new AcrRole(
    "Container Registry Repository Contributor",
    "2efddaa5-3f1f-4df3-97df-af3f13818f4c",
    can.REPOSITORY_CONTRIBUTOR,
    [ABAC],
  );
  public static readonly REPOSITORY_CATALOG_LISTER = new AcrRole(
    "Container Registry Repository Catalog Lister",
    "bfdb9389-c9a5-478a-bb2f-ba9ca092c3c7",
    can.REPOSITORY_CATALOG_LISTER,
    [ABAC],
  );
  public static readonly DATA_IMPORTER_AND_DATA_READER = new AcrRole(
    "Container Registry Data Importer and Data Reader",
    "577a9874-89fd-4f24-9dbd-b5034d0ad23a",
    can.DATA_IMPORTER_AND_DATA_READER,
    BOTH,
  );
  public static readonly TASKS_CONTRIBUTOR = new AcrRole(
    "Container Registry Tasks Contributor",
    "fb382eab-e894-4461-af04-94435c366c3f",
    can.TASKS_CONTRIBUTOR,
    BOTH,
  );
  public static readonly TRANSFER_PIPELINE_CONTRIBUTOR = new AcrRole(
    "Container Registry Transfer Pipeline Contributor",
    "bf94e731-3a51-4a7c-8c54-a1ab9971dfc1",
    can.TRANSFER_PIPELINE_CONTRIBUTOR,
    BOTH,
  );
  public static readonly CACHE_RULE_ADMINISTRATOR = new AcrRole(
    "Container Registry Cache Rule Administrator",
    "df87f177-bb12-4db1-9793-a413691eff94",
    can.CACHE_RULE_ADMINISTRATOR,
    BOTH,
  );
  public static readonly CACHE_RULE_READER = new AcrRole(
    "Container Registry Cache Rule Reader",
    "c357b964-0002-4b64-a50d-7a28f02edc52",
    can.CACHE_RULE_READER,
    BOTH,
  );
  public static readonly CREDENTIAL_SET_ADMINISTRATOR = new AcrRole(
    "Container Registry Credential Set Administrator",
    "f094fb07-0703-4400-ad6a-e16dd8000e14",
    can.CREDENTIAL_SET_ADMINISTRATOR,
    BOTH,
  );
  public static readonly CREDENTIAL_SET_READER = new AcrRole(
    "Container Registry Credential Set Reader",
    "29093635-9924-4f2c-913b-650a12949526",
    can.CREDENTIAL_SET_READER,
    BOTH,
  );
  public static readonly CONTRIBUTOR_AND_DATA_ACCESS_ADMINISTRATOR = new AcrRole(
    "Container Registry Contributor and Data Access Configuration Administrator",
    "3bc748fc-213d-45c1-8d91-9da5725539b9",
    can.CONTRIBUTOR_AND_DATA_ACCESS_ADMINISTRATOR,
    BOTH,
  );
  public static readonly CONFIGURATION_READER = new AcrRole(
    "Container Registry Configuration Reader and Data Access Configuration Reader",
    "69b07be0-09bf-439a-b9a6-e73de851bd59",
    can.CONFIGURATION_READER,
    BOTH,
  );
  public static readonly OWNER = new AcrRole(
    "Owner",
    "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
    can.OWNER,
    BOTH,
  );
  public static readonly CONTRIBUTOR = new AcrRole(
    "Contributor",
    "b24988ac-6180-42a0-ab88-20f7382dd24c",
    can.CONTRIBUTOR,
    BOTH,
  );
  public static readonly READER = new AcrRole(
    "Reader",
    "acdd72a7-3385-48ef-bd42-f606fba81ae7",
    can.READER,
    BOTH,
  );

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
      return bringing(new AcrRole(""), inCall("AcrRole.custom", problems));
    }
    const definitionId = roleDefinitionGuid(roleDefinitionResourceId) ?? roleDefinitionResourceId;
    const builtIn = BUILT_IN_ROLES.find((role) => role.definitionId === definitionId);
    const name = roleName ?? (Token.isUnresolved(definitionId) ? "" : definitionId);
    return builtIn ?? bringing(new AcrRole(name, definitionId), []);
  }

  /**
   * A role by the name that Azure shows. azurerm looks up the id of a role that is not built in when
   * it assigns the role, which needs Microsoft.Authorization/roleDefinitions/read, and may not find
   * one that the same apply makes: use `custom` for that.
   */
  public static named(roleName: string): AcrRole {
    const { problems } = text.read("roleName", roleName);
    if (problems.length > 0) {
      return bringing(new AcrRole(""), inCall("AcrRole.named", problems));
    }
    const builtIn = BUILT_IN_ROLES.find(
      (role) => role.roleName.toLowerCase() === roleName.toLowerCase(),
    );
    return builtIn ?? bringing(new AcrRole(roleName), []);
  }

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

  private constructor(
    /** The name that Azure shows; of a role by its id, the name in Terraform addresses. */
    public readonly roleName: string,
    /** The GUID of the role definition; undefined for a role of your own by its name. */
    public readonly definitionId?: string,
    { actions, notActions = [], dataActions = [] }: RoleActions = { actions: [] },
    permissionsModes: PermissionsMode[] = BOTH,
  ) {
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
