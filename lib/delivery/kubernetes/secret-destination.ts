import { TerraformProvider } from "cdktf";
import { shown } from "../../core/shown";
import type { Destination } from "../destinations";

/** Where a secret is in a cluster. */
export function secretDestination(
  name: string,
  namespace: string,
  provider?: TerraformProvider,
): Destination {
  return {
    parts: ["kubernetes_secret_v1", namespace, name],
    provider,
    called: `${shown(name)} in the namespace ${shown(namespace)}`,
    key: "name",
  };
}
