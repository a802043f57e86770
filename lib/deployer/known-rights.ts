import { RBAC_ADMINISTRATOR, USER_ACCESS_ADMINISTRATOR } from "../role/role-definitions";
import { AcrRole } from "../role/roles";
import { Contents, Element } from "./contents";
import { isApplicationOrServicePrincipal, isOwnedByDeployer } from "./ownership";
import {
  resourceGroupOf,
  RoleScope,
  scopeOfElement,
  scopeOfId,
  subscriptionOf,
} from "./role-scope";

/** An application permission of Microsoft Graph. Source: "Microsoft Graph permissions reference". */
export interface KnownPermission {
  readonly permission: string;
  /** The id of the permission, which Graph calls an app role. */
  readonly appRoleId: string;
  /** What a person who deploys needs in place of it. */
  readonly directoryRole: string;
}

const READ_ALL: KnownPermission = {
  permission: "Application.Read.All",
  appRoleId: "9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30",
  directoryRole: "Directory Readers, which members of a tenant need not be by default",
};
const OWNED_BY: KnownPermission = {
  permission: "Application.ReadWrite.OwnedBy",
  appRoleId: "18a4783c-866b-4cc7-a460-3d5e5662c884",
  directoryRole: "Application Administrator or Cloud Application Administrator",
};
const READ_WRITE_ALL: KnownPermission = {
  permission: "Application.ReadWrite.All",
  appRoleId: "1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9",
  directoryRole: OWNED_BY.directoryRole,
};

/** Each permission allows all that those before it allow. */
export const PERMISSIONS = [READ_ALL, OWNED_BY, READ_WRITE_ALL];

/** A built-in role of Azure. Source: Microsoft's "Azure built-in roles". */
export interface KnownRole {
  readonly roleName: string;
  readonly definitionId?: string;
}

export const { READER, CONTRIBUTOR } = AcrRole;
/** The roles that read everything at their scope and in it. */
export const READ_EVERYTHING: KnownRole[] = [
  READER,
  CONTRIBUTOR,
  RBAC_ADMINISTRATOR,
  USER_ACCESS_ADMINISTRATOR,
];
const MANAGED_IDENTITY_CONTRIBUTOR: KnownRole = {
  roleName: "Managed Identity Contributor",
  definitionId: "e40ec5ca-96e0-45a2-b4ff-59039f2c2b59",
};
const KEY_VAULT_READER: KnownRole = {
  roleName: "Key Vault Reader",
  definitionId: "21090545-7ca7-4776-b22c-e363652d74d2",
};
const KEY_VAULT_SECRETS_OFFICER: KnownRole = {
  roleName: "Key Vault Secrets Officer",
  definitionId: "b86a8fe4-44ce-4948-aee5-eccb2c155cd7",
};

/** What the deployer needs for some types of resources and data sources. */
export interface KnownRight {
  readonly types: string[];
  /** Where the type alone does not decide. */
  readonly when?: Case;
  readonly permission?: KnownPermission;
  readonly role?: KnownRole;
  readonly at?: Place;
}

interface Case {
  readonly text: string;
  readonly holds: (element: Element, contents: Contents) => boolean;
}

interface Place {
  readonly text: string;
  readonly scope: (element: Element, contents: Contents) => RoleScope;
}

const OWNS_ELEMENT: Case = {
  text: "the deployer is among its owners",
  holds: isOwnedByDeployer,
};
const OWNS_ELEMENT_AND_APPLICATION: Case = {
  text: "the deployer is among its owners and its application's, which the stack makes in the same tenant",
  holds: (element, contents) => {
    const application = contents.referredTo(element.arguments.client_id);
    return (
      application?.provider === element.provider &&
      isOwnedByDeployer(application, contents) &&
      isOwnedByDeployer(element, contents)
    );
  },
};
const OWNS_HOLDER: Case = {
  text: "the stack makes what it is for, and the deployer is among the owners",
  holds: (credential, contents) => {
    const holder = contents.referredTo(holderOf(credential));
    return holder !== undefined && isOwnedByDeployer(holder, contents);
  },
};

const CREDENTIALS = [
  "azuread_application_password",
  "azuread_application_certificate",
  "azuread_application_federated_identity_credential",
  "azuread_application_flexible_federated_identity_credential",
  "azuread_service_principal_password",
  "azuread_service_principal_certificate",
];

/** Whether an element is a credential for what the stack refers to and does not make. */
export function isCredentialForOthers(element: Element, contents: Contents): boolean {
  return (
    CREDENTIALS.includes(element.type) &&
    !contents.mentionedIn(holderOf(element)).some(isApplicationOrServicePrincipal)
  );
}

/** The application or service principal that a credential is for. */
function holderOf({ arguments: args }: Element): unknown {
  return args.application_id ?? args.service_principal_id;
}

const LOOKED_UP: Place = {
  text: "what is looked up",
  scope: (element, contents) =>
    scopeOfElement(element, contents) ?? subscriptionOf(element.provider, contents),
};
const RESOURCE_GROUP: Place = { text: "its resource group", scope: resourceGroupOf };
const SUBSCRIPTION: Place = {
  text: "the subscription",
  scope: ({ provider }, contents) => subscriptionOf(provider, contents),
};
const SCOPE: Place = {
  text: "its scope",
  scope: ({ provider, arguments: args }, contents) =>
    // Only the look-up of a role definition may be without.
    args.scope === undefined ? subscriptionOf(provider, contents) : scopeOfId(args.scope, contents),
};
const KEY_VAULT: Place = {
  text: "the key vault",
  scope: ({ arguments: args }, contents) => scopeOfId(args.key_vault_id, contents),
};

/**
 * Of the rights for a type, the first whose case holds counts. Sources: the pages of Microsoft Graph
 * for each operation, the documentation of azuread and azurerm, Microsoft's "Azure built-in roles".
 */
export const KNOWN_RIGHTS: KnownRight[] = [
  { types: ["azuread_application"], when: OWNS_ELEMENT, permission: OWNED_BY },
  { types: ["azuread_application"], permission: READ_WRITE_ALL },
  {
    types: ["azuread_service_principal"],
    when: OWNS_ELEMENT_AND_APPLICATION,
    permission: OWNED_BY,
  },
  { types: ["azuread_service_principal"], permission: READ_WRITE_ALL },
  { types: CREDENTIALS, when: OWNS_HOLDER, permission: OWNED_BY },
  { types: CREDENTIALS, permission: READ_WRITE_ALL },
  {
    types: ["data.azuread_application", "data.azuread_service_principal"],
    permission: READ_ALL,
  },
  { types: ["azurerm_role_assignment"], role: RBAC_ADMINISTRATOR, at: SCOPE },
  { types: ["azurerm_role_definition"], role: USER_ACCESS_ADMINISTRATOR, at: SCOPE },
  { types: ["data.azurerm_role_definition"], role: READER, at: SCOPE },
  {
    types: ["azurerm_container_registry"],
    role: AcrRole.CONTRIBUTOR_AND_DATA_ACCESS_ADMINISTRATOR,
    at: RESOURCE_GROUP,
  },
  { types: ["data.azurerm_container_registry"], role: READER, at: LOOKED_UP },
  {
    types: ["azurerm_user_assigned_identity", "azurerm_federated_identity_credential"],
    role: MANAGED_IDENTITY_CONTRIBUTOR,
    at: RESOURCE_GROUP,
  },
  { types: ["data.azurerm_user_assigned_identity"], role: READER, at: LOOKED_UP },
  { types: ["azurerm_resource_group"], role: CONTRIBUTOR, at: SUBSCRIPTION },
  {
    types: ["data.azurerm_resource_group", "data.azurerm_subscription"],
    role: READER,
    at: LOOKED_UP,
  },
  { types: ["data.azurerm_key_vault"], role: KEY_VAULT_READER, at: LOOKED_UP },
  { types: ["azurerm_key_vault_secret"], role: KEY_VAULT_SECRETS_OFFICER, at: KEY_VAULT },
  { types: ["data.azurerm_key_vault_certificate"], role: KEY_VAULT_READER, at: KEY_VAULT },
  {
    types: [
      "data.azuread_client_config",
      "data.azurerm_client_config",
      "terraform_data",
      "time_sleep",
    ],
  },
];

/** The right for an element; undefined for a type that nothing is known of. */
export function knownRight(element: Element, contents: Contents): KnownRight | undefined {
  return KNOWN_RIGHTS.find(
    ({ types, when }) =>
      types.includes(element.type) && (when === undefined || when.holds(element, contents)),
  );
}
