import { Token } from "cdktf";
import { text } from "../../core/kinds";
import { Problem } from "../../core/problem";
import { optional, Shape } from "../../core/props";
import { shown } from "../../core/shown";
import type { TokenIdentity } from "./any";
import { claimProblems, issuerProblems } from "./claims";

/** A service account of a Kubernetes cluster; each of the three may be a token. */
export interface KubernetesServiceAccount {
  /**
   * The OpenID Connect issuer of the cluster, letter by letter: on AKS `oidcIssuerUrl`, which ends
   * with a slash.
   */
  readonly issuer: string;
  /** The namespace of the service account. */
  readonly namespace: string;
  /** The name of the service account. */
  readonly serviceAccount: string;
  /**
   * The `aud` claim.
   * @default - what Entra advises in the cloud of the azuread provider; the webhook of Azure Workload
   * Identity asks for that of the public cloud unless told otherwise
   */
  readonly audience?: string;
}

export const KUBERNETES_SERVICE_ACCOUNT: Shape<KubernetesServiceAccount> = {
  issuer: text,
  namespace: text,
  serviceAccount: text,
  audience: optional(text),
};

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const SUBDOMAIN = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;

/**
 * The claims of the token that Kubernetes projects into a pod.
 * Source: Kubernetes' "Managing Service Accounts", the user name of a service account.
 */
export function kubernetesClaims(account: KubernetesServiceAccount): TokenIdentity {
  const { issuer, namespace, serviceAccount, audience } = account;
  return { issuer, subject: `system:serviceaccount:${namespace}:${serviceAccount}`, audience };
}

/** The rules of a service account: those of Kubernetes for names, and Entra's for claims. */
export function kubernetesProblems(account: KubernetesServiceAccount): Problem[] {
  return [
    ...issuerProblems(account.issuer),
    ...nameProblems("namespace", account.namespace, LABEL, 63),
    ...nameProblems("serviceAccount", account.serviceAccount, SUBDOMAIN, 253),
    ...claimProblems("audience", account.audience),
  ];
}

function nameProblems(key: string, name: string, rule: RegExp, max: number): Problem[] {
  return Token.isUnresolved(name) || rule.test(name)
    ? []
    : [
        {
          key,
          message: `${shown(name)} is no name in Kubernetes; use 1 to ${max} lower-case letters, digits and "-"`,
        },
      ];
}
