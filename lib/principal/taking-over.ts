import type { ServicePrincipalConfig } from "@cdktf/provider-azuread/lib/service-principal";

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
