import type { Values } from "./plan";

const VALIDITY = ["end_date", "key_id", "start_date"];
const SECRET = [...VALIDITY, "display_name", "rotate_when_changed"];

/** What a review needs of each type; all else, and with it every secret, is dropped when it is read. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  azurerm_role_assignment: [
    "scope",
    "principal_id",
    "principal_type",
    "role_definition_id",
    "role_definition_name",
    "condition",
    "description",
  ],
  azurerm_role_definition: [
    "id",
    "name",
    "permissions",
    "role_definition_id",
    "role_definition_resource_id",
  ],
  azurerm_container_registry: [
    "admin_enabled",
    "anonymous_pull_enabled",
    "id",
    "name",
    "role_assignment_mode",
  ],
  azurerm_container_registry_token: ["container_registry_name", "enabled", "name"],
  azurerm_resource_group: ["id", "name"],
  azurerm_user_assigned_identity: ["id", "name", "principal_id"],
  azurerm_federated_identity_credential: [
    "audience",
    "issuer",
    "name",
    "parent_id",
    "subject",
    "user_assigned_identity_id",
  ],
  azuread_application: ["client_id", "display_name", "id"],
  azuread_application_registration: ["client_id", "display_name", "id"],
  azuread_service_principal: ["client_id", "display_name", "id", "object_id"],
  azuread_application_password: ["application_id", ...SECRET],
  azuread_service_principal_password: ["service_principal_id", ...SECRET],
  azuread_application_certificate: ["application_id", ...VALIDITY],
  azuread_service_principal_certificate: ["service_principal_id", ...VALIDITY],
  azuread_application_federated_identity_credential: [
    "application_id",
    "audiences",
    "display_name",
    "issuer",
    "subject",
  ],
  azuread_application_flexible_federated_identity_credential: [
    "application_id",
    "audience",
    "claims_matching_expression",
    "display_name",
    "issuer",
  ],
  azurerm_pim_active_role_assignment: [],
  azurerm_pim_eligible_role_assignment: [],
  azurerm_management_group_template_deployment: [],
  azurerm_resource_group_template_deployment: [],
  azurerm_subscription_template_deployment: [],
  azapi_resource: ["type"],
  azapi_update_resource: ["type"],
  azuread_group: ["display_name", "members", "object_id"],
  azuread_group_member: [],
  azuread_user: ["display_name", "object_id"],
};

/** Whether an address in the configuration is of a client secret, whose value others take. */
export function isClientSecret(source: string): boolean {
  return CLIENT_SECRETS.includes(source.split(".").at(-2) ?? "");
}

const CLIENT_SECRETS = ["azuread_application_password", "azuread_service_principal_password"];

export function isReviewed(type: unknown): type is string {
  return typeof type === "string" && Object.hasOwn(FIELDS, type);
}

export function fieldsOf(type: string, values: unknown): Values | undefined {
  if (typeof values !== "object" || values === null) {
    return undefined;
  }
  const entries = Object.entries(values).filter(([name]) => FIELDS[type]?.includes(name));
  return Object.fromEntries(entries);
}
