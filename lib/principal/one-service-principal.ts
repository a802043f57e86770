import { Construct } from "constructs";
import { TerraformProvider } from "cdktf";
import type { Application } from "@cdktf/provider-azuread/lib/application";
import type {
  ServicePrincipal,
  ServicePrincipalConfig,
} from "@cdktf/provider-azuread/lib/service-principal";
import { oncePer } from "../core/once-per";
import { nameOf } from "../core/place";
import { reportAtSynth } from "../core/problem";
import {
  applicationIdentity,
  clientIdentity,
  KnownIdentities,
  objectIdentity,
} from "../credential/known-identities";
import { meaningOfAttribute } from "../terraform/meaning";
import { tenantOf } from "../terraform/providers";

/** A construct that makes a service principal, and the azuread provider that it makes it with. */
interface Maker {
  readonly construct: Construct;
  readonly provider?: TerraformProvider;
}

/**
 * Finds, when the stack is synthesized, two constructs that make the service principal of one
 * application in one tenant: Entra allows it once.
 */
export function requireOneServicePrincipal(
  construct: Construct,
  application: Application,
  provider?: TerraformProvider,
): void {
  const makers = oncePer(application, requireOneServicePrincipal, (): Maker[] => []);
  const earlier = [...makers];
  makers.push({ construct, provider });
  reportAtSynth(construct, () => {
    const tenant = tenantOf(construct, provider);
    const first = earlier.find((maker) => tenantOf(maker.construct, maker.provider) === tenant);
    return first === undefined
      ? []
      : [
          {
            key: "application",
            message: `has its service principal in this tenant from ${nameOf(first.construct)} already; use that, or give the service principal as servicePrincipal`,
          },
        ];
  });
}

/**
 * Whether the service principal of an application is taken over where it is there already, as after a
 * creation that broke off, instead of failing every apply from then on. That is right only where the
 * application is this program's own, and nobody else has a reason to make its service principal.
 *
 * It is decided when it is made: azuread passes over every error of the deletion of one that it may have
 * taken over, and one that was made or imported otherwise keeps telling of them.
 */
export function takingOver(
  useExisting: boolean,
): Pick<ServicePrincipalConfig, "lifecycle" | "useExisting"> {
  return {
    useExisting: useExisting ? true : undefined,
    lifecycle: { ignoreChanges: ["use_existing"] },
  };
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
