import { Construct } from "constructs";
import { TerraformIterator, TerraformResource, TerraformStack, Token } from "cdktf";
import type { DefaultServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/default-service-account-v1";
import { SecretV1 } from "@cdktf/provider-kubernetes/lib/secret-v1";
import type { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import { literalId } from "../../core/construct-id";
import { requireOneCopy } from "../../core/one-copy";
import { inCall, reportAtSynth } from "../../core/problem";
import { readProps } from "../../core/props";
import { moveFrom } from "../../terraform/renaming";
import { requireSoundElements } from "../../terraform/stack-elements";
import { destinationProblems } from "../destinations";
import { DOCKER_CONFIG_KEY, PULL_SECRET_TYPE, pullSecretProblems } from "../pull-secret";
import { requireWriteOnlyArguments } from "../write-only";
import { KUBERNETES_PULL_SECRET, type KubernetesPullSecretProps } from "./pull-secret-props";
import { secretDestination } from "./secret-destination";
import { serviceAccountProblems } from "./service-account-rules";

/**
 * The secret by which the kubelet pulls images for the pods of some namespaces: `kubernetes_secret_v1` of the
 * type `kubernetes.io/dockerconfigjson`. A rotation updates it in place, before the old value is deleted, and
 * pods that are there go on.
 */
export class KubernetesPullSecret extends Construct {
  /** The name of the secret, for `imagePullSecrets` of a pod. */
  public readonly secretName: string;
  private readonly namespaces: string[];
  private readonly secret: SecretV1;

  public constructor(scope: Construct, id: string, props: KubernetesPullSecretProps) {
    super(scope, literalId(scope, id));
    requireOneCopy(this);
    requireSoundElements(this);
    const reading = readProps(KUBERNETES_PULL_SECRET, "props", props);
    const { dockerConfig, name, namespaces, labels, writeOnly, provider } = reading.value;
    moveFrom(this, reading.value, "in the stack");
    reportAtSynth(this, () =>
      reading.with([
        ...pullSecretProblems(reading.value),
        ...destinationProblems(
          this,
          namespaces.map((namespace) => secretDestination(name, namespace, provider)),
        ),
      ]),
    );
    const data = { [DOCKER_CONFIG_KEY]: dockerConfig.json };
    const namespace = TerraformIterator.fromList(namespaces);
    this.secretName = name;
    this.namespaces = namespaces;
    this.secret = new SecretV1(this, "Resource", {
      provider,
      forEach: namespace,
      type: PULL_SECRET_TYPE,
      metadata: { name, namespace: Token.asString(namespace.value), labels },
      ...(writeOnly === true ? { dataWo: data, dataWoRevision: dockerConfig.revision } : { data }),
    });
    if (writeOnly === true) {
      requireWriteOnlyArguments(this);
    }
  }

  /**
   * Lets all pods of a service account pull with the secret, unless they name others: adds it to what the
   * account names already. The account must be one that the same program makes, or whose default one it has
   * taken over: Kubernetes keeps the pull secrets of an account as one list, so that nothing can add to that
   * of an account which is managed elsewhere.
   */
  public attachTo(serviceAccount: ServiceAccountV1 | DefaultServiceAccountV1): void {
    const problems = serviceAccountProblems(serviceAccount, this.namespaces);
    reportAtSynth(this, () => inCall("attachTo", problems));
    if (problems.length === 0) {
      const { imagePullSecretInput: before = [] } = serviceAccount;
      serviceAccount.putImagePullSecret([...(before as []), { name: this.secretName }]);
      this.comesBefore(serviceAccount);
    }
  }

  private comesBefore(serviceAccount: TerraformResource): void {
    const { terraformResourceType: type, friendlyUniqueId } = this.secret;
    if (TerraformStack.of(serviceAccount) === TerraformStack.of(this)) {
      serviceAccount.dependsOn = [
        ...new Set([...(serviceAccount.dependsOn ?? []), `${type}.${friendlyUniqueId}`]),
      ];
    }
  }
}
