import { Construct } from "constructs";
import { Fn, Lazy, TerraformStack, Token } from "cdktf";
import { literalId } from "../core/construct-id";
import { text } from "../core/kinds";
import { objectNameProblems } from "../core/kubernetes-names";
import { requireOneCopy } from "../core/one-copy";
import { reportAtSynth } from "../core/problem";
import { readProps, Shape } from "../core/props";
import { shown } from "../core/shown";
import { FederatedIdentity } from "../credential/federated-identity";
import { clientConfig } from "../principal/owners";
import type { IAcrServicePrincipal } from "../principal/principal";
import { azureadProviderOf } from "../principal/principal-base";
import type { IAcrRegistry } from "../registry/registry";
import { AzureCloud, CHINA, cloudOf, PUBLIC, US_GOVERNMENT } from "../terraform/azure-cloud";
import { providerIn } from "../terraform/providers";
import { type Destination, destinationProblems } from "./destinations";
import { REGISTRY, type WithLoginServer } from "./login-servers";
import { DOCKER_CONFIG_KEY, PULL_SECRET_TYPE } from "./pull-secret";
import { registryCloudProblems } from "./registry-cloud";
import { identityOf, SERVICE_PRINCIPAL } from "./service-principals";

/** As whom the External Secrets Operator fetches tokens of which registry, and where it keeps them. */
export interface ExternalSecretsPullSecretProps {
  /** As whom: it gets a federated credential for the service account. */
  readonly servicePrincipal: IAcrServicePrincipal;
  /** The registry. */
  readonly registry: IAcrRegistry;
  /**
   * The OpenID Connect issuer of the cluster, letter by letter: on AKS `oidcIssuerUrl`, which ends with a slash.
   */
  readonly issuer: string;
  /** The namespace of the pods, the service account and the pull secret. */
  readonly namespace: string;
  /** The name of the service account whose token is exchanged for that of the registry. */
  readonly serviceAccount: string;
  /** The name of the pull secret, and of what makes it: lower-case letters, digits, "-" and ".". */
  readonly name: string;
}

const EXTERNAL_SECRETS: Shape<WithLoginServer<ExternalSecretsPullSecretProps>> = {
  servicePrincipal: SERVICE_PRINCIPAL,
  registry: REGISTRY,
  issuer: text,
  namespace: text,
  serviceAccount: text,
  name: text,
};

/**
 * A pull secret that the External Secrets Operator makes in the cluster, of a token of the registry that lasts for
 * hours: no client secret exists. A federated credential of the service principal lets the service account
 * in; its id is that of this construct.
 */
export class ExternalSecretsPullSecret extends Construct {
  /**
   * What the cluster needs, as a list in JSON for `kubectl apply --filename -`: the service account, an
   * ACRAccessToken and an ExternalSecret. It has no secret in it.
   */
  public readonly manifest: string;

  public constructor(scope: Construct, id: string, props: ExternalSecretsPullSecretProps) {
    super(scope, literalId(scope, id));
    requireOneCopy(this);
    const reading = readProps(EXTERNAL_SECRETS, "props", props);
    const { servicePrincipal, issuer, namespace, serviceAccount } = reading.value;
    const isSound = !reading.isWrong("servicePrincipal");
    reportAtSynth(this, () =>
      reading.with([
        ...objectNameProblems("name", reading.value.name),
        ...(isSound && !reading.isWrong("registry")
          ? registryCloudProblems("registry", props.registry, identityOf(servicePrincipal))
          : []),
        ...destinationProblems(this, [destination(reading.value)]),
      ]),
    );
    if (isSound) {
      // What External Secrets asks for in each cloud.
      const audience = FederatedIdentity.PUBLIC_AUDIENCE;
      const account = { issuer, namespace, serviceAccount, audience };
      servicePrincipal.addFederatedCredential(id, FederatedIdentity.kubernetes(account));
    }
    const provider = providerIn(TerraformStack.of(this), azureadProviderOf(servicePrincipal));
    const { tenantId } = clientConfig(this, provider);
    this.manifest = Lazy.stringValue({
      produce: () => manifestOf(reading.value, tenantId, cloudOf(this, "azuread", provider)),
    });
  }
}

function destination({
  issuer,
  namespace,
  name,
}: Pick<ExternalSecretsPullSecretProps, "issuer" | "namespace" | "name">): Destination {
  return {
    parts: ["external_secret", issuer, namespace, name],
    differsByCase: true,
    called: `${shown(name)} in the namespace ${shown(namespace)}`,
    key: "name",
  };
}

const API_VERSION = "generators.external-secrets.io/v1alpha1";
const KIND = "ACRAccessToken";

/** Source: External Secrets Operator's "Azure Container Registry", under "Generators". */
function manifestOf(
  {
    servicePrincipal,
    registry,
    namespace,
    serviceAccount,
    name,
  }: WithLoginServer<ExternalSecretsPullSecretProps>,
  tenantId: string,
  cloud: AzureCloud | undefined,
): string {
  const { loginServer } = registry;
  const metadata = { name, namespace };
  const items = [
    {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: {
        name: serviceAccount,
        namespace,
        annotations: {
          "azure.workload.identity/client-id": servicePrincipal.clientId,
          "azure.workload.identity/tenant-id": tenantId,
        },
      },
    },
    {
      apiVersion: API_VERSION,
      kind: KIND,
      metadata,
      spec: {
        tenantId,
        registry: loginServer,
        environmentType: environmentType(cloud),
        auth: { workloadIdentity: { serviceAccountRef: { name: serviceAccount } } },
      },
    },
    {
      apiVersion: "external-secrets.io/v1",
      kind: "ExternalSecret",
      metadata,
      spec: {
        // A token of the registry lasts for three hours.
        refreshInterval: "1h",
        dataFrom: [{ sourceRef: { generatorRef: { apiVersion: API_VERSION, kind: KIND, name } } }],
        target: {
          name,
          template: {
            type: PULL_SECRET_TYPE,
            data: { [DOCKER_CONFIG_KEY]: template(loginServer) },
          },
        },
      },
    },
  ];
  return Token.asString(Fn.jsonencode({ apiVersion: "v1", kind: "List", items }));
}

/** A docker config, into which External Secrets writes what its generator made. */
function template(loginServer: string): unknown {
  const login = { username: "{{ .username }}", password: "{{ .password }}" };
  const auths: unknown = Fn.zipmap([loginServer], [login]);
  return Fn.jsonencode({ auths });
}

/** Where ARM_ENVIRONMENT decides, it is taken for the public cloud, as azuread takes it without that. */
function environmentType(cloud: AzureCloud = PUBLIC): string {
  switch (cloud) {
    case US_GOVERNMENT:
      return "USGovernmentCloud";
    case CHINA:
      return "ChinaCloud";
    default:
      return "PublicCloud";
  }
}
