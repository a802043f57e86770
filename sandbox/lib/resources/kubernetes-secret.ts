import { hasChange, requiredText, textMap } from "../provider/arguments";
import type { ResourceType } from "../provider/resource-type";
import { atLeastOne } from "../provider/rules";
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

/** kubernetes 2.38.0, kubernetes/resource_kubernetes_secret_v1.go */
export const secret: ResourceType = {
  type: "kubernetes_secret_v1",
  binding: "@cdktf/provider-kubernetes/lib/secret-v1",
  sensitive: ["data", "binary_data"],
  writeOnly: ["data_wo", "binary_data_wo"],
  arguments: {
    metadata: METADATA,
    data: {},
    data_wo: {},
    data_wo_revision: { requiredWith: ["data_wo"], expected: atLeastOne },
    type: { default: "Opaque", forceNew: true },
    wait_for_service_account_token: { default: true },
  },
  conflicting: ["data", "data_wo"],

  checkPlan(_session, planned) {
    checkMetadata("kubernetes_secret_v1", planned, ["name", "namespace"]);
  },

  create({ cluster }, planned, made, config) {
    const metadata = metadataOf(planned);
    const [namespace, name] = [requiredText(metadata, "namespace"), requiredText(metadata, "name")];
    kubernetes("", () => {
      cluster.createSecret(namespace, name, {
        type: requiredText(planned, "type"),
        data: isWriteOnly(planned) ? textMap(config, "data_wo") : textMap(planned, "data"),
        about: aboutOf(planned),
      });
    });
    made({ id: `${namespace}/${name}` });
  },

  read({ cluster }, state) {
    const [namespace, name] = placeOf(state);
    const found = cluster.namespaces.get(namespace)?.secrets.get(name);
    return (
      found && {
        metadata: shownMetadata({ namespace, name }, found),
        type: found.type,
        // What is only written is not read either.
        ...(!isWriteOnly(state) && { data: { ...found.data } }),
      }
    );
  },

  update({ cluster }, planned, prior, config) {
    const [namespace, name] = placeOf(planned);
    kubernetes("Failed to update secret: ", () => {
      if (hasChange(planned, prior, "data_wo_revision")) {
        cluster.setData(namespace, name, textMap(config, "data_wo"));
      } else if (hasChange(planned, prior, "data")) {
        cluster.setData(namespace, name, textMap(planned, "data"));
      }
      cluster.secret(namespace, name).about = aboutOf(planned);
    });
  },

  delete({ cluster }, state) {
    const [namespace, name] = placeOf(state);
    cluster.namespaces.get(namespace)?.secrets.delete(name);
  },
};

function isWriteOnly({ data_wo_revision: revision }: Values): boolean {
  return typeof revision === "number" && revision > 0;
}
