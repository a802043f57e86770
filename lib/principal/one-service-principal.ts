import { Construct } from "constructs";
import { TerraformProvider } from "cdktf";
import type { Application } from "@cdktf/provider-azuread/lib/application";
import { reportAtSynth } from "../rules/problem";
import { aliasOf } from "../rules/providers";

const madeFor = new WeakMap<Application, Map<string, Construct>>();

/**
 * Finds, when the stack is synthesized, two constructs that make the service principal of one
 * application in one tenant: Entra allows it once.
 */
export function requireOneServicePrincipal(
  construct: Construct,
  application: Application,
  provider?: TerraformProvider,
): void {
  const makers = madeFor.get(application) ?? new Map<string, Construct>();
  madeFor.set(application, makers);
  const first = makers.get(aliasOf(provider));
  if (first === undefined) {
    makers.set(aliasOf(provider), construct);
  } else {
    reportAtSynth(construct, () => [
      {
        key: "application",
        message: `has its service principal in this tenant from ${first.node.path} already; use that, or give the service principal as servicePrincipal`,
      },
    ]);
  }
}
