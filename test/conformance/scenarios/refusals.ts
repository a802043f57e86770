import { certificateValid } from "../../credential/certificates";
import type { Program } from "../../plan/support/program";
import type { Scenario } from "../run";
import { AUDIT, RESOURCE_GROUP, STOCK, TEAM } from "../seed";
import { written } from "./written";

const REGISTRY = `${RESOURCE_GROUP}/providers/Microsoft.ContainerRegistry/registries/contosoBase`;
const APPLICATION = `/applications/${STOCK.application}`;
const NOBODY = "0badcafe-0000-4000-8000-000000000001";
const { der } = certificateValid("2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z");

/** What is good, and below it what makes it bad, one change for each. */
const BASES = {
  azuread_application: { display_name: "contoso-web" },
  azuread_service_principal: { client_id: STOCK.clientId },
  azuread_application_password: { application_id: APPLICATION },
  azuread_application_certificate: {
    application_id: APPLICATION,
    value: der.toString("hex"),
    encoding: "hex",
    type: "AsymmetricX509Cert",
  },
  azuread_application_federated_identity_credential: {
    application_id: APPLICATION,
    display_name: "pipeline",
    issuer: "https://ci.contoso.com",
    subject: "shop",
    audiences: ["api://AzureADTokenExchange"],
  },
  azurerm_role_assignment: {
    scope: REGISTRY,
    principal_id: TEAM,
    principal_type: "Group",
    role_definition_name: "AcrPull",
  },
  azurerm_resource_group: { name: "rg-store", location: "westeurope" },
  azurerm_user_assigned_identity: {
    name: "id-store",
    resource_group_name: "rg-registry",
    location: "westeurope",
  },
  azurerm_container_registry: {
    name: "contosoStore",
    resource_group_name: "rg-registry",
    location: "westeurope",
    sku: "Basic",
  },
} as const;

type Changes = Readonly<Record<string, object>>;

/** Resources with a mistake each, which do not hang on each other: Terraform tells all of them at once. */
function mistaken(
  mistakes: Readonly<Partial<Record<keyof typeof BASES, Changes>>>,
  data?: Readonly<Record<string, Changes>>,
): Program {
  const resource: Record<string, Changes> = {};
  for (const [type, base] of Object.entries(BASES)) {
    const changes = Object.entries(mistakes[type as keyof typeof BASES] ?? {});
    if (changes.length > 0) {
      resource[type] = Object.fromEntries(
        changes.map(([name, change]) => [name, { ...base, ...change }]),
      );
    }
  }
  return written({ resource, ...(data && { data }) });
}

const LONG = "x".repeat(1025);

const invalid = mistaken(
  {
    azuread_application: {
      name_empty: { display_name: "" },
      description_long: { description: LONG },
      notes_empty: { notes: "" },
      owner_no_guid: { owners: ["contoso"] },
      reference_empty: { service_management_reference: "" },
      audience_unknown: { sign_in_audience: "Everybody" },
    },
    azuread_service_principal: {
      client_id_no_guid: { client_id: "contoso" },
      description_long: { description: LONG },
      notes_long: { notes: LONG },
      owner_no_guid: { owners: ["contoso"] },
    },
    azuread_application_password: {
      application_no_id: { application_id: "contoso" },
      application_other_id: { application_id: "/applications/contoso" },
      start_no_date: { start_date: "soon" },
      end_no_month: { end_date: "2027-13-01T00:00:00Z" },
      end_no_day: { end_date: "2027-02-30T00:00:00Z" },
      end_twice: { end_date: "2027-06-01T00:00:00Z", end_date_relative: "240h" },
      relative_empty: { end_date_relative: "" },
    },
    azuread_application_certificate: {
      value_empty: { value: "" },
      encoding_unknown: { encoding: "der" },
      type_unknown: { type: "Asymmetric" },
      key_no_guid: { key_id: "1" },
      start_no_date: { start_date: "soon" },
    },
    azuread_application_federated_identity_credential: {
      name_empty: { display_name: "" },
      name_long: { display_name: "x".repeat(121) },
      audiences_none: { audiences: [] },
      audiences_two: { audiences: ["api://one", "api://other"] },
      issuer_empty: { issuer: "" },
      subject_empty: { subject: "" },
    },
    azurerm_role_assignment: {
      scope_empty: { scope: "" },
      role_twice: { role_definition_id: `${RESOURCE_GROUP}/roles/1` },
      role_missing: { role_definition_name: null },
      name_no_guid: { name: "contoso" },
      type_unknown: { principal_type: "Everybody" },
      condition_alone: { condition: "@Resource" },
      version_alone: { condition_version: "2.0" },
      version_unknown: { condition: "@Resource", condition_version: "3.0" },
      description_empty: { description: "" },
    },
    azurerm_resource_group: {
      name_empty: { name: "" },
      name_with_star: { name: "rg-*" },
      location_empty: { location: "" },
    },
    azurerm_user_assigned_identity: { name_empty: { name: "" }, name_with_star: { name: "id-*" } },
    azurerm_container_registry: {
      name_short: { name: "shop" },
      name_with_dash: { name: "contoso-shop" },
      sku_unknown: { sku: "Free" },
    },
  },
  {
    azuread_application: {
      no_key: {},
      two_keys: { client_id: STOCK.clientId, object_id: STOCK.application },
      no_guid: { client_id: "contoso" },
    },
    azuread_service_principal: { no_key: {}, no_guid: { object_id: "contoso" } },
    azurerm_role_definition: { no_key: {}, no_guid: { role_definition_id: "contoso" } },
    azurerm_container_registry: { short: { name: "shop", resource_group_name: "rg-registry" } },
  },
);

/** What a plan asks Azure for, and does not get. */
const notFound = mistaken(
  {
    azuread_application: {
      taken: { display_name: "contoso-stock", prevent_duplicate_names: true },
      apostrophe: { display_name: "Ada's app", prevent_duplicate_names: true },
    },
    azurerm_role_assignment: { scope_no_id: { scope: "contoso" } },
  },
  {
    azuread_application: {
      by_client_id: { client_id: NOBODY },
      by_object_id: { object_id: NOBODY },
      by_name: { display_name: "contoso-nobody" },
    },
    azuread_service_principal: {
      by_client_id: { client_id: NOBODY },
      by_object_id: { object_id: NOBODY },
      by_name: { display_name: "contoso-nobody" },
    },
    azurerm_role_definition: {
      by_name: { name: "AcrPulll" },
      by_id: { role_definition_id: NOBODY },
    },
    azurerm_container_registry: {
      unknown: { name: "contosoNobody", resource_group_name: "rg-registry" },
      elsewhere: { name: "contosoBase", resource_group_name: "rg-nobody" },
    },
  },
);

/** What an apply asks of Azure, and is refused. */
const refused = mistaken({
  azuread_application: { owner_unknown: { owners: [NOBODY] } },
  azuread_service_principal: {
    exists: {},
    no_application: { client_id: NOBODY },
    owner_unknown: { client_id: AUDIT.clientId, use_existing: true, owners: [NOBODY] },
  },
  azuread_application_password: {
    no_application: { application_id: `/applications/${NOBODY}` },
    ended: { end_date: "2026-11-01T00:00:00Z" },
    started: { start_date: "2026-11-01T00:00:00Z" },
  },
  azuread_application_certificate: {
    no_application: { application_id: `/applications/${NOBODY}` },
    expired: {},
    no_certificate: { value: "c0ffee" },
  },
  azuread_application_federated_identity_credential: {
    no_application: { application_id: `/applications/${NOBODY}` },
  },
  azurerm_role_assignment: {
    // azurerm waits for a principal that Azure does not know yet.
    principal_unknown: {
      principal_id: NOBODY,
      principal_type: null,
      timeouts: { create: "5s" },
    },
    type_of_another: { principal_type: "User" },
    role_unknown: { role_definition_name: "AcrPulll" },
    scope_unknown: {
      scope: `${RESOURCE_GROUP}/providers/Microsoft.ContainerRegistry/registries/no`,
    },
    condition_broken: { condition: "@Resource", condition_version: "2.0" },
  },
  azurerm_resource_group: { exists: { name: "rg-registry" } },
  azurerm_user_assigned_identity: { no_group: { resource_group_name: "rg-nobody" } },
  azurerm_container_registry: {
    exists: { name: "contosoShop" },
    no_group: { resource_group_name: "rg-nobody" },
  },
});

export const refusals: Scenario = {
  name: "what the providers, and what Azure, refuse",
  async play(run) {
    await run.plan(invalid);
    await run.plan(notFound);
    await run.tryToApply(refused);
  },
};
