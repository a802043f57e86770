/** Every Terraform type that the sandbox serves. */
import type { ProviderType } from "../provider/resource-type";
import { arm } from "./arm";
import { application, applicationData } from "./azuread-application";
import { applicationCertificate } from "./azuread-application-certificate";
import { applicationFederatedIdentityCredential } from "./azuread-application-federated-identity-credential";
import { applicationPassword } from "./azuread-application-password";
import { clientConfigData } from "./azuread-client-config";
import { servicePrincipal, servicePrincipalData } from "./azuread-service-principal";
import { containerRegistry, containerRegistryData } from "./azurerm-container-registry";
import { resourceGroup } from "./azurerm-resource-group";
import { roleAssignment } from "./azurerm-role-assignment";
import { roleDefinitionData } from "./azurerm-role-definition";
import { userAssignedIdentity } from "./azurerm-user-assigned-identity";
import { sleep } from "./time-sleep";

export const PROVIDERS: readonly ProviderType[] = [
  {
    name: "azuread",
    binding: "@cdktf/provider-azuread/lib/provider",
    resources: [
      application,
      applicationCertificate,
      applicationFederatedIdentityCredential,
      applicationPassword,
      servicePrincipal,
    ],
    dataSources: [applicationData, clientConfigData, servicePrincipalData],
  },
  {
    name: "azurerm",
    binding: "@cdktf/provider-azurerm/lib/provider",
    resources: [containerRegistry, resourceGroup, roleAssignment, userAssignedIdentity],
    dataSources: [containerRegistryData, roleDefinitionData],
    // internal/resourceproviders: it registers what it needs with the subscription.
    checkSession: ({ cloud, subscriptionId }) => {
      arm("Encountered an error whilst ensuring Resource Providers are registered", () =>
        cloud.subscription(subscriptionId),
      );
    },
  },
  {
    name: "time",
    binding: "@cdktf/provider-time/lib/provider",
    resources: [sleep],
    dataSources: [],
  },
];
