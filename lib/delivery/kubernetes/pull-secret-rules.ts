import { Token } from "cdktf";
import { isSubdomain, namespaceProblems, objectNameProblems } from "../../core/kubernetes-names";
import { Problem } from "../../core/problem";
import { shown, shownKey } from "../../core/shown";
import type { Destination } from "../destinations";
import type { KubernetesPullSecretProps } from "./pull-secret-props";

/** The rules of Kubernetes for the names and labels of a secret. */
export function pullSecretProblems({
  name,
  namespaces,
  labels = {},
}: KubernetesPullSecretProps): Problem[] {
  return [
    ...objectNameProblems("name", name),
    ...namespacesProblems(namespaces),
    ...Object.entries(labels).flatMap(([key, value]) => labelProblems(key, value)),
  ];
}

function namespacesProblems(namespaces: string[]): Problem[] {
  if (namespaces.length === 0) {
    return [{ key: "namespaces", message: "has none in it; name one or more" }];
  }
  if (Token.isUnresolved(namespaces)) {
    return [];
  }
  return namespaces.flatMap((namespace, index) => {
    const key = `namespaces[${index}]`;
    return namespaces.indexOf(namespace) < index
      ? [{ key, message: `${shown(namespace)} stands here twice; remove one` }]
      : namespaceProblems(key, namespace);
  });
}

const LABEL_WORD = /^(?=.{1,63}$)[A-Za-z0-9]([\w.-]*[A-Za-z0-9])?$/;
const LABEL_RULE =
  '63 letters, digits, "-", "_" and "." at most, with a letter or digit at both ends';

/** Source: Kubernetes' "Labels and Selectors". */
function labelProblems(name: string, value: string): Problem[] {
  const key = `labels.${shownKey(name)}`;
  const [word = "", prefix, ...more] = name.split("/").reverse();
  return [
    ...(LABEL_WORD.test(word) && more.length === 0 && (prefix === undefined || isSubdomain(prefix))
      ? []
      : [
          {
            key,
            message: `is no key of a label; write ${LABEL_RULE}, after a domain and "/" or alone`,
          },
        ]),
    ...(value === "" || Token.isUnresolved(value) || LABEL_WORD.test(value)
      ? []
      : [{ key, message: `${shown(value)} is no value of a label; write ${LABEL_RULE}` }]),
  ];
}

/** One for each namespace. */
export function pullSecretDestinations({
  name,
  namespaces,
  provider,
}: Pick<KubernetesPullSecretProps, "name" | "namespaces" | "provider">): Destination[] {
  return namespaces.map((namespace) => ({
    parts: ["kubernetes_secret_v1", namespace, name],
    provider,
    called: `${shown(name)} in the namespace ${shown(namespace)}`,
    key: "name",
  }));
}
