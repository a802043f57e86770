import { createCertificate } from "../../lib/certificate";
import { requiredText } from "../../lib/provider/arguments";
import type { Values } from "../../lib/schema/values";
import { CALLER, InProcess, NOW, REGISTRY_ID, SUBSCRIPTION, TENANT } from "../in-process";

// Whole states, as those of azuread 3.7.0 and azurerm 4.55.0 were seen after an apply of what is necessary only.

const GUID = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/) as unknown;

const DATE = expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as unknown;

const FEATURE_TAGS = [
  { custom_single_sign_on: false, enterprise: false, gallery: false, hide: false },
];
const FEATURES = [
  {
    custom_single_sign_on_app: false,
    enterprise_application: false,
    gallery_application: false,
    visible_to_users: true,
  },
];
const API = {
  known_client_applications: [],
  mapped_claims_enabled: false,
  requested_access_token_version: 1,
};
const WEB = [
  {
    homepage_url: "",
    implicit_grant: [{ access_token_issuance_enabled: false, id_token_issuance_enabled: false }],
    logout_url: "",
    redirect_uris: [],
  },
];

function withApplication() {
  const sandbox = new InProcess();
  const application = sandbox.create("azuread_application", {
    display_name: "web",
    owners: [CALLER],
  });
  const { id = null, client_id = null, object_id = null } = application;
  return { sandbox, application, id, client_id, object_id };
}

test("an application", () => {
  const { application } = withApplication();
  expect(application).toEqual({
    api: [{ ...API, oauth2_permission_scope: [] }],
    app_role: [],
    app_role_ids: {},
    client_id: GUID,
    description: "",
    device_only_auth_enabled: false,
    disabled_by_microsoft: "",
    display_name: "web",
    fallback_public_client_enabled: false,
    feature_tags: FEATURE_TAGS,
    group_membership_claims: null,
    id: `/applications/${requiredText(application, "object_id")}`,
    identifier_uris: null,
    logo_image: "",
    logo_url: "",
    marketing_url: "",
    notes: "",
    oauth2_permission_scope_ids: {},
    oauth2_post_response_required: false,
    object_id: GUID,
    optional_claims: [{ access_token: [], id_token: [], saml2_token: [] }],
    owners: [CALLER],
    password: [],
    prevent_duplicate_names: false,
    privacy_statement_url: "",
    public_client: [{ redirect_uris: [] }],
    publisher_domain: expect.any(String) as unknown,
    required_resource_access: [],
    service_management_reference: "",
    sign_in_audience: "AzureADMyOrg",
    single_page_application: [{ redirect_uris: [] }],
    support_url: "",
    tags: [],
    template_id: "",
    terms_of_service_url: "",
    timeouts: null,
    web: WEB,
  });
});

test("what was planned as null and is found empty is null after an apply, and empty after a read", () => {
  const { sandbox, application } = withApplication();
  const read = sandbox.read("azuread_application", application);
  expect(read).toEqual({ ...application, group_membership_claims: [], identifier_uris: [] });
  expect(sandbox.read("azuread_application", read ?? {})).toEqual(read);
});

test("the data source of an application", () => {
  const { sandbox, object_id, client_id } = withApplication();
  expect(sandbox.data("azuread_application", { object_id })).toMatchObject({
    api: [{ ...API, oauth2_permission_scopes: [] }],
    app_roles: [],
    client_id,
    description: null,
    feature_tags: FEATURE_TAGS,
    group_membership_claims: [],
    identifier_uri: null,
    identifier_uris: [],
    notes: "",
    owners: [CALLER],
    sign_in_audience: "AzureADMyOrg",
    web: WEB,
  });
});

test("a service principal, and its data source", () => {
  const { sandbox, client_id } = withApplication();
  const principal = sandbox.create("azuread_service_principal", { client_id, owners: [CALLER] });
  const object_id = requiredText(principal, "object_id");
  const shared: Values = {
    account_enabled: true,
    app_role_assignment_required: false,
    app_role_ids: {},
    app_roles: [],
    application_tenant_id: TENANT,
    client_id,
    description: "",
    display_name: "web",
    feature_tags: FEATURE_TAGS,
    features: FEATURES,
    homepage_url: "",
    id: `/servicePrincipals/${object_id}`,
    login_url: "",
    logout_url: "",
    notes: "",
    oauth2_permission_scope_ids: {},
    oauth2_permission_scopes: [],
    object_id,
    preferred_single_sign_on_mode: "",
    redirect_uris: [],
    saml_metadata_url: "",
    // Graph makes an object of the empty one that the provider sends.
    saml_single_sign_on: [{ relay_state: "" }],
    service_principal_names: [],
    sign_in_audience: "AzureADMyOrg",
    tags: [],
    timeouts: null,
    type: "Application",
  };
  expect(principal).toEqual({
    ...shared,
    alternative_names: null,
    notification_email_addresses: null,
    owners: [CALLER],
    use_existing: null,
  });
  expect(sandbox.data("azuread_service_principal", { client_id })).toEqual({
    ...shared,
    alternative_names: [],
    notification_email_addresses: [],
  });
});

test("credentials of an application", () => {
  const now = new Date().toISOString();
  const sandbox = new InProcess({ now });
  const application = sandbox.create("azuread_application", { display_name: "web" });
  const application_id = requiredText(application, "id");
  const objectId = requiredText(application, "object_id");
  const dates = { start_date: DATE, end_date: DATE };
  const password = sandbox.create("azuread_application_password", { application_id });
  expect(password).toEqual({
    application_id,
    display_name: "",
    end_date_relative: null,
    id: `${objectId}/password/${requiredText(password, "key_id")}`,
    key_id: GUID,
    rotate_when_changed: null,
    timeouts: null,
    value: expect.any(String) as unknown,
    ...dates,
  });
  const value = createCertificate("web.contoso.com").pem;
  const given = { application_id, value, type: "AsymmetricX509Cert" };
  const certificate = sandbox.create("azuread_application_certificate", given);
  expect(certificate).toEqual({
    ...given,
    encoding: "pem",
    end_date_relative: null,
    id: `${objectId}/certificate/${requiredText(certificate, "key_id")}`,
    key_id: GUID,
    timeouts: null,
    ...dates,
  });
  const github = {
    application_id,
    audiences: ["api://AzureADTokenExchange"],
    display_name: "github",
    issuer: "https://token.actions.githubusercontent.com",
    subject: "repo:contoso/shop:environment:production",
  };
  const type = "azuread_application_federated_identity_credential";
  const credential = sandbox.create(type, github);
  expect(credential).toEqual({
    ...github,
    credential_id: GUID,
    description: "",
    id: `${objectId}/federatedIdentityCredential/${requiredText(credential, "credential_id")}`,
    timeouts: null,
  });
});

test("a role assignment", () => {
  const given = {
    scope: REGISTRY_ID,
    principal_id: "0badcafe-0000-4000-8000-000000000001",
    principal_type: "ServicePrincipal",
    role_definition_name: "AcrPull",
  };
  const assignment = new InProcess().create("azurerm_role_assignment", given);
  expect(assignment).toEqual({
    ...given,
    condition: "",
    condition_version: "",
    delegated_managed_identity_resource_id: "",
    description: "",
    id: `${REGISTRY_ID}/providers/Microsoft.Authorization/roleAssignments/${requiredText(assignment, "name")}`,
    name: GUID,
    role_definition_id: `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/7f951dda-4ed3-4680-a7ca-43fe172d538d`,
    skip_service_principal_aad_check: null,
    timeouts: null,
  });
});

test("a resource group, an identity and a registry", () => {
  const sandbox = new InProcess();
  const location = "westeurope";
  const group = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-shop`;
  expect(sandbox.create("azurerm_resource_group", { name: "rg-shop", location })).toEqual({
    id: group,
    location,
    managed_by: "",
    name: "rg-shop",
    tags: null,
    timeouts: null,
  });
  const inGroup = { resource_group_name: "rg-shop", location };
  expect(
    sandbox.create("azurerm_user_assigned_identity", { name: "id-shop", ...inGroup }),
  ).toMatchObject({
    client_id: GUID,
    id: `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-shop`,
    principal_id: GUID,
    tags: null,
    tenant_id: TENANT,
  });
  const registry = { name: "contosoBuild", sku: "Standard", ...inGroup };
  expect(sandbox.create("azurerm_container_registry", registry)).toMatchObject({
    admin_enabled: false,
    admin_password: "",
    admin_username: "",
    anonymous_pull_enabled: false,
    data_endpoint_enabled: false,
    data_endpoint_host_names: [],
    encryption: [],
    export_policy_enabled: true,
    georeplications: [],
    id: `${group}/providers/Microsoft.ContainerRegistry/registries/contosoBuild`,
    identity: [],
    login_server: "contosobuild.azurecr.io",
    network_rule_bypass_option: "AzureServices",
    public_network_access_enabled: true,
    quarantine_policy_enabled: false,
    retention_policy_in_days: 0,
    sku: "Standard",
    tags: null,
    trust_policy_enabled: false,
    zone_redundancy_enabled: false,
  });
});

test("the data source of a registry", () => {
  const given = { name: "contosoShop", resource_group_name: "rg-registry" };
  expect(new InProcess().data("azurerm_container_registry", given)).toEqual({
    ...given,
    admin_enabled: false,
    admin_password: null,
    admin_username: null,
    data_endpoint_enabled: false,
    data_endpoint_host_names: [],
    id: REGISTRY_ID,
    location: "westeurope",
    login_server: "contososhop.azurecr.io",
    sku: "Premium",
    tags: {},
    timeouts: null,
  });
});

test("a time_sleep has the time for its id", () => {
  const { id } = new InProcess().create("time_sleep", { create_duration: "30s" });
  expect(id).toBe(NOW);
});
