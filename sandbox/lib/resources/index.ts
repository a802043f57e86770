/** Every Terraform type that the sandbox serves. */
import type { ProviderType } from "../provider/resource-type";
import { application, applicationData } from "./azuread-application";
import { applicationCertificate } from "./azuread-application-certificate";
import { applicationFederatedIdentityCredential } from "./azuread-application-federated-identity-credential";
import { applicationPassword } from "./azuread-application-password";
import { clientConfigData } from "./azuread-client-config";
import { servicePrincipal, servicePrincipalData } from "./azuread-service-principal";
import { azurerm } from "./azurerm";
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
  azurerm("4.55.0"),
  {
    name: "time",
    binding: "@cdktf/provider-time/lib/provider",
    resources: [sleep],
    dataSources: [],
  },
];
