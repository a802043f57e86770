/** Every Terraform type that the sandbox serves. */
import type { ProviderType } from "../provider/resource-type";
import { providerVersionOf } from "../schema/bindings";
import { recordedProvider } from "../schema/recorded";
import { application, applicationData } from "./azuread-application";
import { applicationCertificate } from "./azuread-application-certificate";
import { applicationFederatedIdentityCredential } from "./azuread-application-federated-identity-credential";
import { applicationPassword } from "./azuread-application-password";
import { clientConfigData } from "./azuread-client-config";
import { servicePrincipal, servicePrincipalData } from "./azuread-service-principal";
import { azurerm } from "./azurerm";
import { namespace } from "./kubernetes-namespace";
import { secret } from "./kubernetes-secret";
import { serviceAccount } from "./kubernetes-service-account";
import { sleep } from "./time-sleep";

type AnyVersion = Omit<ProviderType, "version" | "schemas">;

/** The same at each version. */
const azuread: AnyVersion = {
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
};

const time: AnyVersion = {
  name: "time",
  binding: "@cdktf/provider-time/lib/provider",
  resources: [sleep],
  dataSources: [],
};

const kubernetes: AnyVersion = {
  name: "kubernetes",
  binding: "@cdktf/provider-kubernetes/lib/provider",
  resources: [namespace, secret, serviceAccount],
  dataSources: [],
};

/** Each version of each provider; kubernetes only where its binding is installed, which nobody else needs. */
export const PROVIDERS: readonly ProviderType[] = [
  ofBinding(azuread),
  newer(azuread, "3.9.0"),
  ofBinding(azurerm("4.55.0")),
  newer(azurerm("5.2.0"), "5.2.0"),
  ofBinding(time),
  ...(isInstalled(kubernetes.binding) ? [ofBinding(kubernetes)] : []),
];

/** At the version that its binding was made from. */
function ofBinding(type: AnyVersion): ProviderType {
  return { ...type, version: providerVersionOf(type.binding) };
}

function isInstalled(module: string): boolean {
  try {
    require.resolve(module);
    return true;
  } catch {
    return false;
  }
}

function newer(type: AnyVersion, version: string): ProviderType {
  return { ...type, version, schemas: recordedProvider(type.name, version) };
}
