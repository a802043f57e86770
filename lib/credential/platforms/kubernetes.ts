import { text } from "../../core/kinds";
import { namespaceProblems, objectNameProblems } from "../../core/kubernetes-names";
import { Problem } from "../../core/problem";
import { optional, Shape } from "../../core/props";
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
    ...namespaceProblems("namespace", account.namespace),
    ...objectNameProblems("serviceAccount", account.serviceAccount),
    ...claimProblems("audience", account.audience),
  ];
}
