import { blocks, flag, requiredText } from "../provider/arguments";
import type { ResourceType } from "../provider/resource-type";
import type { Values } from "../schema/values";
import {
  aboutOf,
  checkMetadata,
  kubernetes,
  METADATA,
  metadataOf,
  placeOf,
  shownMetadata,
} from "./kubernetes-metadata";

/** kubernetes 2.38.0, kubernetes/resource_kubernetes_service_account_v1.go, with a cluster of Kubernetes 1.24 or later. */
export const serviceAccount: ResourceType = {
  type: "kubernetes_service_account_v1",
  binding: "@cdktf/provider-kubernetes/lib/service-account-v1",
  arguments: {
    metadata: METADATA,
    image_pull_secret: {},
    automount_service_account_token: { default: true },
  },

  checkPlan(_session, planned) {
    checkMetadata("kubernetes_service_account_v1", planned, ["name", "namespace"]);
  },

  create({ cluster }, planned, made) {
    const metadata = metadataOf(planned);
    const [namespace, name] = [requiredText(metadata, "namespace"), requiredText(metadata, "name")];
    kubernetes("", () => {
      cluster.createServiceAccount(namespace, name, specOf(planned));
    });
    made({ id: `${namespace}/${name}` });
  },

  read({ cluster }, state) {
    const [namespace, name] = placeOf(state);
    const found = cluster.namespaces.get(namespace)?.serviceAccounts.get(name);
    return (
      found && {
        metadata: shownMetadata({ namespace, name }, found),
        image_pull_secret: found.imagePullSecrets.map((secret) => ({ name: secret })),
        automount_service_account_token: found.automountsToken,
        // Kubernetes makes no secret for an account any more.
        default_secret_name: "",
      }
    );
  },

  update({ cluster }, planned) {
    const [namespace, name] = placeOf(planned);
    kubernetes("Failed to update service account: ", () => {
      Object.assign(cluster.serviceAccount(namespace, name), specOf(planned));
    });
  },

  delete({ cluster }, state) {
    const [namespace, name] = placeOf(state);
    cluster.namespaces.get(namespace)?.serviceAccounts.delete(name);
  },
};

function specOf(planned: Values) {
  return {
    about: aboutOf(planned),
    imagePullSecrets: blocks(planned, "image_pull_secret").map((one) => requiredText(one, "name")),
    automountsToken: flag(planned, "automount_service_account_token"),
  };
}
