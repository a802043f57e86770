import { requiredText } from "../provider/arguments";
import type { ResourceType } from "../provider/resource-type";
import {
  aboutOf,
  checkMetadata,
  kubernetes,
  METADATA,
  metadataOf,
  shownMetadata,
} from "./kubernetes-metadata";

/** kubernetes 2.38.0, kubernetes/resource_kubernetes_namespace_v1.go */
export const namespace: ResourceType = {
  type: "kubernetes_namespace_v1",
  binding: "@cdktf/provider-kubernetes/lib/namespace-v1",
  arguments: { metadata: METADATA, wait_for_default_service_account: { default: false } },

  checkPlan(_session, planned) {
    checkMetadata("kubernetes_namespace_v1", planned, ["name"]);
  },

  create({ cluster }, planned, made) {
    const name = requiredText(metadataOf(planned), "name");
    kubernetes("", () => {
      cluster.createNamespace(name, aboutOf(planned));
    });
    made({ id: name });
  },

  read({ cluster }, state) {
    const name = requiredText(state, "id");
    const found = cluster.namespaces.get(name);
    return found && { metadata: shownMetadata({ name }, found) };
  },

  update({ cluster }, planned) {
    kubernetes("", () => {
      cluster.namespace(requiredText(planned, "id")).about = aboutOf(planned);
    });
  },

  delete({ cluster }, state) {
    cluster.namespaces.delete(requiredText(state, "id"));
  },
};
