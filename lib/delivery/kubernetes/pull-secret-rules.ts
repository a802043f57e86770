import { Construct } from "constructs";
import { TerraformStack, Token } from "cdktf";
import { isSubdomain, namespaceProblems, objectNameProblems } from "../../core/kubernetes-names";
import { oncePer } from "../../core/once-per";
import { nameOf } from "../../core/place";
import { Problem } from "../../core/problem";
import { shown, shownKey } from "../../core/shown";
import { meaningOf } from "../../terraform/meaning";
import { aliasOf } from "../../terraform/providers";
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

type Destination = Pick<KubernetesPullSecretProps, "name" | "namespaces" | "provider">;

/**
 * The rule that two deliveries have two places: of one, each apply would undo the other. To be asked at synth,
 * of all deliveries of a stack.
 */
export function placeProblems(delivery: Construct, destination: Destination): Problem[] {
  const takenBy = oncePer(
    TerraformStack.of(delivery),
    placeProblems,
    () => new Map<string, Construct>(),
  );
  const { name, namespaces, provider } = destination;
  return namespaces.flatMap((namespace) => {
    const place = [aliasOf(provider), meaningOf(namespace, delivery), meaningOf(name, delivery)];
    const other = takenBy.get(place.join(" ")) ?? delivery;
    takenBy.set(place.join(" "), other);
    return other === delivery
      ? []
      : [
          {
            key: "name",
            message: `${shown(name)} in the namespace ${shown(namespace)} is where ${nameOf(other)} delivers, too; give one of them another name`,
          },
        ];
  });
}
