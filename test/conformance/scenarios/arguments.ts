import { certificateValid } from "../../credential/certificates";
import type { Scenario } from "../run";
import { AUDIT, RESOURCE_GROUP, STOCK, TEAM } from "../seed";
import { written } from "./written";

const { der } = certificateValid("2026-11-01T00:00:00Z", "2027-10-01T00:00:00Z");
const application_id = "${azuread_application.web.id}";
const REGISTRY = `${RESOURCE_GROUP}/providers/Microsoft.ContainerRegistry/registries/contosoBase`;

/** What has arguments that no construct sets, or that constructs always set. */
const few = written({
  resource: {
    azuread_application: { web: { display_name: "contoso-web" } },
    azuread_service_principal: { web: { client_id: "${azuread_application.web.client_id}" } },
    azuread_application_password: { web: { application_id } },
    azuread_application_certificate: {
      web: {
        application_id,
        value: der.toString("hex"),
        encoding: "hex",
        type: "AsymmetricX509Cert",
      },
    },
    azuread_application_federated_identity_credential: {
      web: {
        application_id,
        display_name: "pipeline",
        issuer: "https://ci.contoso.com",
        subject: "shop",
        audiences: ["api://AzureADTokenExchange"],
      },
    },
    azurerm_role_assignment: {
      web: {
        scope: REGISTRY,
        principal_id: "${azuread_service_principal.web.object_id}",
        role_definition_name: "AcrPull",
      },
    },
  },
});

const many = written({
  resource: {
    azuread_application: {
      web: {
        display_name: "contoso-web",
        description: "The shop",
        notes: "Ask the shop's team",
        owners: [AUDIT.servicePrincipal],
        prevent_duplicate_names: true,
        service_management_reference: "SHOP-1",
        sign_in_audience: "AzureADMultipleOrgs",
        tags: ["shop"],
      },
    },
    azuread_service_principal: {
      web: {
        client_id: "${azuread_application.web.client_id}",
        account_enabled: false,
        app_role_assignment_required: true,
        description: "The shop's pipeline",
        notes: "Ask the shop's team",
        owners: [AUDIT.servicePrincipal],
        tags: ["shop"],
        use_existing: true,
      },
    },
    azuread_application_password: {
      web: {
        application_id,
        display_name: "docker",
        start_date: "2027-01-01T00:00:00Z",
        end_date: "2027-06-01T00:00:00Z",
        rotate_when_changed: { period: "1" },
      },
    },
    azuread_application_certificate: {
      web: {
        application_id,
        value: der.toString("base64"),
        encoding: "base64",
        type: "AsymmetricX509Cert",
        key_id: "ce470000-0000-4000-8000-000000000001",
        start_date: "2026-12-01T00:00:00Z",
        end_date: "2027-06-01T00:00:00Z",
      },
    },
    azuread_application_federated_identity_credential: {
      web: {
        application_id,
        display_name: "pipeline",
        description: "The pipeline",
        issuer: "https://ci.contoso.com/",
        subject: "store",
        audiences: ["api://contoso"],
      },
    },
    azurerm_role_assignment: {
      web: {
        name: "a5510000-0000-4000-8000-000000000001",
        scope: REGISTRY,
        principal_id: "${azuread_service_principal.web.object_id}",
        principal_type: "ServicePrincipal",
        role_definition_name: "AcrPush",
        description: "The pipeline",
        skip_service_principal_aad_check: true,
      },
    },
  },
});

/** Every data source, by every key that it takes. */
const lookedUp = written({
  data: {
    azuread_client_config: { who: {} },
    azuread_application: {
      by_client_id: { client_id: STOCK.clientId },
      by_object_id: { object_id: STOCK.application },
      by_name: { display_name: "contoso-stock" },
    },
    azuread_service_principal: {
      by_client_id: { client_id: STOCK.clientId },
      by_object_id: { object_id: AUDIT.servicePrincipal },
      by_name: { display_name: "contoso-audit" },
    },
    azurerm_container_registry: {
      shop: { name: "contosoShop", resource_group_name: "rg-registry" },
    },
    azurerm_role_definition: {
      by_name: { name: "AcrPull" },
      by_id: { role_definition_id: "2a1e307c-b015-4ebd-883e-5b7698a07328" },
      at_scope: { name: "Container Registry Repository Reader", scope: RESOURCE_GROUP },
    },
  },
  resource: {
    azurerm_role_assignment: {
      team: { scope: REGISTRY, principal_id: TEAM, role_definition_name: "acrpull" },
    },
  },
});

export const handWritten: Scenario = {
  name: "arguments that no construct sets, added, changed and taken out",
  async play(run) {
    await run.apply(few);
    await run.apply(many);
    await run.apply(few);
    await run.destroy(few);
  },
};

export const dataSources: Scenario = {
  name: "data sources, by every key",
  async play(run) {
    await run.apply(lookedUp);
    await run.destroy(lookedUp);
  },
};
