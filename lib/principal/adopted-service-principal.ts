import { Application } from "@cdktf/provider-azuread/lib/application";
import { ServicePrincipal } from "@cdktf/provider-azuread/lib/service-principal";
import { text } from "../core/kinds";
import { Problem } from "../core/problem";
import { optional, Shape } from "../core/props";
import { Adoptable, adoptionProblems, uuidIn } from "../terraform/adoption";
import type { ResourceKind } from "./resource-id";

/**
 * An application and its service principal that exist and become this stack's. Each is named by its
 * resource id in Entra or its object id, or, where another construct or module of this stack made it, by
 * its Terraform address there. What the program says then holds: the plan shows what that changes, the
 * owners too.
 */
export interface AdoptedServicePrincipal {
  /**
   * `/applications/<object id>` or the object id alone, as azuread's errors have it, or an address as in
   * `module.web.azuread_application.main`.
   */
  readonly application: string;
  /**
   * `/servicePrincipals/<object id>` or the object id alone, or an address as in
   * `azuread_service_principal.main[0]`.
   * @default - the application has none, and it is made
   */
  readonly servicePrincipal?: string;
}

export const ADOPTED_SERVICE_PRINCIPAL: Shape<AdoptedServicePrincipal> = {
  application: text,
  servicePrincipal: optional(text),
};

/** The rules for what is adopted. */
export function adoptedServicePrincipalProblems(adopted: AdoptedServicePrincipal): Problem[] {
  const { application, servicePrincipal } = adopted;
  return [
    ...adoptionProblems("adopt.application", application, ADOPTABLE_APPLICATION),
    ...adoptionProblems("adopt.servicePrincipal", servicePrincipal, ADOPTABLE_SERVICE_PRINCIPAL),
  ];
}

export const ADOPTABLE_APPLICATION = adoptable(Application.tfResourceType, "applications");
export const ADOPTABLE_SERVICE_PRINCIPAL = adoptable(
  ServicePrincipal.tfResourceType,
  "servicePrincipals",
);

function adoptable(resourceType: string, kind: ResourceKind): Adoptable {
  return {
    resourceType,
    objectOf: (text) => {
      const uuid = uuidIn(text.replace(new RegExp(`^/${kind}/`, "i"), ""));
      return uuid === undefined ? undefined : { importId: `/${kind}/${uuid}`, uuid };
    },
    idForms: `/${kind}/<object id> or the object id alone`,
  };
}
