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
import { actionsEnvironmentSecret, actionsSecret } from "./github-actions-secret";
import { actionsEnvironmentVariable, actionsVariable } from "./github-actions-variable";
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

const github: AnyVersion = {
  name: "github",
  binding: "@cdktf/provider-github/lib/provider",
  deprecated: ["organization"],
  sensitive: ["app_auth.pem_file"],
  resources: [actionsEnvironmentSecret, actionsEnvironmentVariable, actionsSecret, actionsVariable],
  dataSources: [],
};

/** Each version of each provider; of those that most programs do without, where its binding is installed. */
export const PROVIDERS: readonly ProviderType[] = [
  ofBinding(azuread),
  newer(azuread, "3.9.0"),
  ofBinding(azurerm("4.55.0")),
  newer(azurerm("5.2.0"), "5.2.0"),
  ofBinding(time),
  ...[kubernetes, github].filter(({ binding }) => isInstalled(binding)).map(ofBinding),
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
