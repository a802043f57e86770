import { Token } from "cdktf";
import type { DefaultServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/default-service-account-v1";
import type { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import { Problem } from "../../core/problem";
import { notOf } from "../../core/props";
import { shown } from "../../core/shown";
import { isResource } from "../../terraform/elements";

/** The rules for a service account that gets a pull secret of some namespaces. */
export function serviceAccountProblems(given: unknown, namespaces: string[]): Problem[] {
  if (!isServiceAccount(given)) {
    return [{ key, message: notOf(given, EXPECTED, FIX) }];
  }
  if (Token.isUnresolved(given.imagePullSecretInput)) {
    return [{ key, message: "has a token as image_pull_secret; give it a list, or none" }];
  }
  const { namespace = "default" } = given.metadataInput ?? {};
  return [namespace, ...namespaces].some((name) => Token.isUnresolved(name)) ||
    namespaces.includes(namespace)
    ? []
    : [
        {
          key,
          message: `is in the namespace ${shown(namespace)}, in which the secret is not; add that to namespaces`,
        },
      ];
}

const key = "serviceAccount";
const EXPECTED =
  "a kubernetes_service_account_v1 or kubernetes_default_service_account_v1 of the program";
const FIX =
  "give the construct of one, or name the secret in imagePullSecrets of the pods: no resource adds a pull secret to an account that is managed elsewhere";

function isServiceAccount(given: unknown): given is ServiceAccountV1 | DefaultServiceAccountV1 {
  return (
    isResource(given, "kubernetes_service_account_v1") ||
    isResource(given, "kubernetes_default_service_account_v1")
  );
}
