import { Construct } from "constructs";
import { TerraformProvider } from "cdktf";
import type { Application } from "@cdktf/provider-azuread/lib/application";
import type { ServicePrincipal } from "@cdktf/provider-azuread/lib/service-principal";
import {
  applicationIdentity,
  clientIdentity,
  KnownIdentities,
  objectIdentity,
} from "../rules/identities";
import { meaningOfAttribute } from "../rules/meaning";
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

/** Tells what a construct knows of the principal that two resources are, to find it under other names. */
export function tellIdentities(
  construct: Construct,
  application: Application,
  servicePrincipal: ServicePrincipal,
): void {
  KnownIdentities.of(construct).add(construct, () => [
    objectIdentity(meaningOfAttribute(servicePrincipal, "object_id")),
    clientIdentity(meaningOfAttribute(application, "client_id")),
    applicationIdentity(meaningOfAttribute(application, "id")),
    applicationIdentity(meaningOfAttribute(application, "object_id")),
  ]);
}
