/** Where things are: what a client asks before it logs in. */
import type { Json, Service } from "../cloud/api";

/** What Entra issues tokens for. All registries are one. */
export type Audience = Service | "registry";

/**
 * Graph is told from the rest by another name of the same host, so that a token for the one is none for the other,
 * as in Azure.
 */
export class Endpoints {
  readonly graph: string;
  readonly management: string;
  readonly login: string;

  constructor(readonly port: number) {
    this.graph = `https://localhost:${port}`;
    this.management = `https://127.0.0.1:${port}`;
    this.login = this.management;
  }

  /** What a token may be for; clients with a fixed idea of Azure ask by its own names. */
  audiences(service: Audience): string[] {
    switch (service) {
      case "graph":
        return [this.graph, "https://graph.microsoft.com"];
      case "management":
        return [
          this.management,
          "https://management.azure.com",
          "https://management.core.windows.net",
        ];
      case "registry":
        return ["https://containerregistry.azure.net"];
    }
  }

  tokenUrl(tenant: string): string {
    return `${this.login}/${tenant}/oauth2/v2.0/token`;
  }

  issuer(tenant: string): string {
    return `${this.login}/${tenant}/v2.0`;
  }

  /** https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc */
  openIdConfiguration(tenant: string): Json {
    return {
      issuer: this.issuer(tenant),
      token_endpoint: this.tokenUrl(tenant),
      authorization_endpoint: `${this.login}/${tenant}/oauth2/v2.0/authorize`,
      jwks_uri: `${this.login}/${tenant}/discovery/v2.0/keys`,
      token_endpoint_auth_methods_supported: ["client_secret_post", "private_key_jwt"],
      response_types_supported: ["code", "id_token"],
      response_modes_supported: ["query", "fragment", "form_post"],
      subject_types_supported: ["pairwise"],
      id_token_signing_alg_values_supported: ["ES256"],
      scopes_supported: ["openid", "profile", "email", "offline_access"],
      claims_supported: ["sub", "iss", "aud", "exp", "iat", "oid", "tid", "ver"],
      request_uri_parameter_supported: false,
    };
  }

  /** The answer to `/metadata/endpoints` of Azure Resource Manager, in its form of 2022-09-01. */
  cloudMetadata(): Json {
    return {
      name: "AzureCloud",
      portal: "https://portal.azure.com",
      authentication: {
        loginEndpoint: this.login,
        audiences: this.audiences("management"),
        tenant: "common",
        identityProvider: "AAD",
      },
      resourceManager: this.management,
      microsoftGraphResourceId: this.graph,
      // Of services that the sandbox does not have: their names are parts of ids, and a login for one is refused.
      batch: "https://batch.core.windows.net/",
      attestationResourceId: "https://attest.azure.net",
      logAnalyticsResourceId: "https://api.loganalytics.io",
      ossrDbmsResourceId: "https://ossrdbms-aad.database.windows.net",
      synapseAnalyticsResourceId: "https://dev.azuresynapse.net",
      activeDirectoryDataLake: "https://datalake.azure.net/",
      suffixes: {
        acrLoginServer: "azurecr.io",
        attestationEndpoint: "attest.azure.net",
        azureDataLakeStoreFileSystem: "azuredatalakestore.net",
        azureFrontDoorEndpointSuffix: "azurefd.net",
        keyVaultDns: "vault.azure.net",
        mariadbServerEndpoint: "mariadb.database.azure.com",
        mhsmDns: "managedhsm.azure.net",
        mysqlServerEndpoint: "mysql.database.azure.com",
        postgresqlServerEndpoint: "postgres.database.azure.com",
        sqlServerHostname: "database.windows.net",
        storage: "core.windows.net",
        storageSyncEndpointSuffix: "afs.azure.net",
        synapseAnalytics: "dev.azuresynapse.net",
      },
    };
  }

  /**
   * The same in its form of 2018-01-01, by which azurerm 4 knows the locations of a cloud. It takes any location where
   * these are missing.
   */
  locations(): Json {
    return { cloudEndpoint: { public: { endpoint: new URL(this.management).host } } };
  }
}
