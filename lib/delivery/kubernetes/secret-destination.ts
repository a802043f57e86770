import { TerraformProvider } from "cdktf";
import { shown } from "../../core/shown";
import type { Destination, Settings } from "../destinations";

/** Where a secret is in a cluster. */
export function secretDestination(
  name: string,
  namespace: string,
  provider?: TerraformProvider,
): Destination {
  return {
    parts: ["kubernetes_secret_v1", namespace, name],
    differsByCase: true,
    reach: { type: "kubernetes", provider, named: clusterOf },
    called: `${shown(name)} in the namespace ${shown(namespace)}`,
    key: "name",
  };
}

/** A path alone names no cluster: that is the current context, and where a file is that is another on each machine. */
function clusterOf(settings: Settings): string | undefined {
  const context = settings("configContext");
  return settings("host") ?? (context && `${settings("configPath") ?? ""} ${context}`);
}
