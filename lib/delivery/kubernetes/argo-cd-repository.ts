import { Construct } from "constructs";
import { Token } from "cdktf";
import { SecretV1 } from "@cdktf/provider-kubernetes/lib/secret-v1";
import { literalId } from "../../core/construct-id";
import { namespaceProblems, objectNameProblems } from "../../core/kubernetes-names";
import { requireOneCopy } from "../../core/one-copy";
import { Problem, reportAtSynth } from "../../core/problem";
import { readProps } from "../../core/props";
import { shown } from "../../core/shown";
import { moveFrom } from "../../terraform/renaming";
import { requireSoundElements } from "../../terraform/stack-elements";
import { registryProblems } from "../client-secrets";
import { destinationProblems } from "../destinations";
import { requireWriteOnlyArguments } from "../write-only";
import { ARGO_CD_REPOSITORY, type ArgoCdRepositoryProps } from "./argo-cd-repository-props";
import { secretDestination } from "./secret-destination";

/**
 * The secret by which Argo CD gets Helm charts from a registry: `kubernetes_secret_v1` with the label that Argo CD
 * looks for. A rotation updates it in place. Source: Argo CD's "Declarative Setup", "Helm".
 */
export class ArgoCdRepository extends Construct {
  /** What applications name as their `repoURL`: without `oci://`. */
  public readonly url: string;

  public constructor(scope: Construct, id: string, props: ArgoCdRepositoryProps) {
    super(scope, literalId(scope, id));
    requireOneCopy(this);
    requireSoundElements(this);
    const reading = readProps(ARGO_CD_REPOSITORY, "props", props);
    const { clientSecret, registry, path, name, writeOnly, provider } = reading.value;
    const { namespace = "argocd" } = reading.value;
    moveFrom(this, reading.value, "in the stack");
    reportAtSynth(this, () =>
      reading.with([
        ...objectNameProblems("name", name),
        ...namespaceProblems("namespace", namespace),
        ...pathProblems(path),
        ...registryProblems(reading, props),
        ...destinationProblems(this, [secretDestination(name, namespace, provider)]),
      ]),
    );
    this.url = path === undefined ? registry.loginServer : `${registry.loginServer}/${path}`;
    const { username, value: password, revision } = clientSecret;
    const data = { type: "helm", enableOCI: "true", url: this.url, username, password };
    new SecretV1(this, "Resource", {
      provider,
      metadata: { name, namespace, labels: { "argocd.argoproj.io/secret-type": "repository" } },
      ...(writeOnly === true ? { dataWo: data, dataWoRevision: revision } : { data }),
    });
    if (writeOnly === true) {
      requireWriteOnlyArguments(this);
    }
  }
}

/** Source: OCI Distribution Specification, "Pulling manifests". */
const PATH = /^[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*(\/[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*)*$/;

function pathProblems(path: string | undefined): Problem[] {
  return path === undefined || Token.isUnresolved(path) || PATH.test(path)
    ? []
    : [
        {
          key: "path",
          message: `${shown(path)} is no path in a registry; write it as in team-a/charts, without the login server and without "/" at either end`,
        },
      ];
}
