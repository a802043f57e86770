import { Fn, Token } from "cdktf";
import { text, textMap, texts } from "../core/kinds";
import { isSubdomain, namespaceProblems, objectNameProblems } from "../core/kubernetes-names";
import { Problem } from "../core/problem";
import { optional, Shape } from "../core/props";
import { shown, shownKey } from "../core/shown";

/** What a pull secret is called in Kubernetes, and where it is. */
export interface PullSecretProps {
  /**
   * The name of the secret in each of the namespaces, by which pods refer to it: lower-case letters, digits,
   * "-" and ".". Another one replaces the secrets.
   */
  readonly name: string;
  /**
   * The namespaces, each of which has a secret of its own, since pods see no others. They must be there: those
   * that the program makes are given by their attribute, so that they are made first.
   */
  readonly namespaces: string[];
  /**
   * Labels of the secrets.
   * @default - none
   */
  readonly labels?: Record<string, string>;
}

export const PULL_SECRET: Shape<PullSecretProps> = {
  name: text,
  namespaces: texts,
  labels: optional(textMap),
};

/** The rules of Kubernetes for the names and labels of a secret. */
export function pullSecretProblems({ name, namespaces, labels = {} }: PullSecretProps): Problem[] {
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

/** The type that the kubelet knows a pull secret by. */
export const PULL_SECRET_TYPE = "kubernetes.io/dockerconfigjson";

/** The key at which a pull secret has the docker config. */
export const DOCKER_CONFIG_KEY = ".dockerconfigjson";

/** The secrets as one manifest in JSON, which `kubectl apply --filename -` takes. */
export function pullSecretManifest(
  dockerConfig: string,
  { name, namespaces, labels }: PullSecretProps,
): string {
  const items = namespaces.map((namespace) => ({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name, namespace, ...(labels && { labels }) },
    type: PULL_SECRET_TYPE,
    data: { [DOCKER_CONFIG_KEY]: Fn.base64encode(dockerConfig) },
  }));
  const list: unknown = Fn.jsonencode({ apiVersion: "v1", kind: "List", items });
  return Token.asString(Fn.sensitive(list));
}

/** The rule that a manifest has a number of secrets that the program knows. */
export function manifestProblems({ namespaces }: PullSecretProps): Problem[] {
  return Token.isUnresolved(namespaces)
    ? [
        {
          key: "namespaces",
          message: "is a token, a list that only Terraform knows; write the list itself",
        },
      ]
    : [];
}
