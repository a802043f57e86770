import type { Scenario } from "../run";
import { AUDIT, RESOURCE_GROUP, STOCK } from "../seed";
import { written } from "./written";

const program = written({
  data: {
    azuread_application: { stock: { client_id: STOCK.clientId.toUpperCase() } },
    azuread_service_principal: { audit: { object_id: AUDIT.servicePrincipal.toUpperCase() } },
    azurerm_container_registry: {
      shop: { name: "CONTOSOSHOP", resource_group_name: "RG-REGISTRY" },
    },
  },
  resource: {
    azuread_application_password: {
      stock: { application_id: `/applications/${STOCK.application.toUpperCase()}` },
    },
    azurerm_role_assignment: {
      audit: {
        scope: `${RESOURCE_GROUP}/providers/Microsoft.ContainerRegistry/registries/CONTOSOBASE`,
        principal_id: AUDIT.servicePrincipal.toUpperCase(),
        principal_type: "ServicePrincipal",
        role_definition_name: "ACRPULL",
      },
    },
  },
});

const owned = written({
  resource: {
    azuread_application: {
      web: { display_name: "contoso-web", owners: [AUDIT.servicePrincipal.toUpperCase()] },
    },
  },
});

export const capitals: Scenario = {
  name: "ids and names in capitals",
  async play(run) {
    await run.tryToApply(program);
    await run.tryToApply(owned);
    await run.tryToApply(owned);
  },
};
