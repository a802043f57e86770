import { Construct } from "constructs";
import { standIn, text } from "../core/kinds";
import { having, Kind, notOf, Reading, Shape } from "../core/props";
import type { IAcrServicePrincipal } from "../principal/principal";
import { azureadProviderOf } from "../principal/principal-base";
import type { Identity } from "./registry-cloud";

const IDS: Shape<Pick<IAcrServicePrincipal, "clientId" | "objectId">> = {
  clientId: text,
  objectId: text,
};

/** Whether a value is a service principal, be it of this library or of another. */
export function isServicePrincipal(given: unknown): given is IAcrServicePrincipal {
  return (
    Construct.isConstruct(given) &&
    "clientId" in given &&
    having(IDS).read("servicePrincipal", given).problems.length === 0
  );
}

/** A service principal; of what stands in for one, nothing but the ids are ever asked. */
export const SERVICE_PRINCIPAL: Kind<IAcrServicePrincipal> = {
  read: (key, given) =>
    isServicePrincipal(given)
      ? new Reading(given)
      : new Reading({ clientId: standIn(), objectId: standIn() } as IAcrServicePrincipal, [
          { key, message: notOf(given, "a service principal", "give its construct") },
        ]),
};

/** Who logs in as a service principal: to be asked of what is one. */
export function identityOf(servicePrincipal: IAcrServicePrincipal): Identity {
  const provider = azureadProviderOf(servicePrincipal);
  return { construct: servicePrincipal, provider, called: "service principal" };
}
