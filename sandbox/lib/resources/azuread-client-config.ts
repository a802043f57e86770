import type { DataSourceType } from "../provider/resource-type";

/** azuread 3.7.0 and 3.9.0, internal/services/serviceprincipals/client_config_data_source.go */
export const clientConfigData: DataSourceType = {
  type: "azuread_client_config",
  binding: "@cdktf/provider-azuread/lib/data-azuread-client-config",
  arguments: {},

  read({ caller, tenantId }) {
    const { objectId, clientId } = caller;
    return {
      id: `${tenantId}-${clientId}-${objectId}`,
      tenant_id: tenantId,
      client_id: clientId,
      object_id: objectId,
    };
  },
};
