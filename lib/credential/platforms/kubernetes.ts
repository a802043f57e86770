import { Token } from "cdktf";
import { Problem } from "../../rules/problem";
import { claimProblems, issuerProblems, TokenClaims } from "./claims";
import { shown } from "../../rules/shown";

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

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const SUBDOMAIN = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;

/**
 * The claims of the token that Kubernetes projects into a pod.
 * Source: Kubernetes' "Managing Service Accounts", the user name of a service account.
 */
export function kubernetesClaims(account: KubernetesServiceAccount): TokenClaims {
  const { issuer, namespace, serviceAccount } = account;
  return { issuer, subject: `system:serviceaccount:${namespace}:${serviceAccount}` };
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
