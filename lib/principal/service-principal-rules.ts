import { Token } from "cdktf";
import { Problem } from "../core/problem";
import { shown } from "../core/shown";
import { nameProblems, textProblems } from "../core/values";
import { areOfOneTenant } from "../terraform/providers";
import { adoptedServicePrincipalProblems } from "./adopted-service-principal";
import { ownersProblems } from "./owners";
import type { AcrServicePrincipalProps } from "./service-principal-props";

const ONE_TENANT = "AzureADMyOrg";
/** The sign-in audience of an application that other tenants have service principals of. */
export const MULTITENANT = "AzureADMultipleOrgs";

/**
 * The rules of Entra for an application and its service principal.
 * Sources: Microsoft's "Validation differences by supported account types" (displayName, tags);
 * azuread's own validation (description).
 */
export function servicePrincipalProblems(props: AcrServicePrincipalProps): Problem[] {
  return [
    ...nameProblems("displayName", props.displayName, 120),
    ...apostropheProblems(props),
    ...textProblems("description", props.description, 1024),
    ...textProblems("notes", props.notes, 1024),
    ...textProblems("serviceManagementReference", props.serviceManagementReference, 255),
    ...ownersProblems(props),
    ...tagsProblems(props.tags ?? []),
    ...signInAudienceProblems(props.signInAudience),
    ...(props.signInAudience !== undefined && hasTwoTenants(props)
      ? multitenancyProblems(props.signInAudience)
      : []),
    ...(props.adopt === undefined ? [] : adoptedServicePrincipalProblems(props.adopt)),
  ];
}

/** Whether the service principal is made in another tenant than the application. */
export function hasTwoTenants(props: AcrServicePrincipalProps): boolean {
  const { provider, servicePrincipalProvider = provider } = props;
  return !areOfOneTenant(servicePrincipalProvider, provider);
}

// azuread puts the name into a filter of Microsoft Graph as it is (applicationFindByName).
function apostropheProblems({
  displayName,
  preventDuplicateNames = true,
}: AcrServicePrincipalProps): Problem[] {
  return preventDuplicateNames && !Token.isUnresolved(displayName) && displayName.includes("'")
    ? [
        {
          key: "displayName",
          message: `${shown(displayName)} has an apostrophe, on which the look-up of applications of the same name breaks; write the name without it`,
        },
      ]
    : [];
}

function tagsProblems(tags: string[]): Problem[] {
  if (Token.isUnresolved(tags)) {
    return [];
  }
  const seen = new Set<string>();
  return tags.flatMap((tag, index) => {
    const key = `tags[${index}]`;
    if (Token.isUnresolved(tag)) {
      return [];
    }
    if (!/^\S{1,256}$/.test(tag)) {
      return [{ key, message: `${shown(tag)} must have 1 to 256 characters and no white space` }];
    }
    const repeated = seen.has(tag);
    seen.add(tag);
    return repeated ? [{ key, message: `${shown(tag)} stands here twice; remove one` }] : [];
  });
}

function signInAudienceProblems(signInAudience: string | undefined): Problem[] {
  const audiences = [ONE_TENANT, MULTITENANT];
  return signInAudience === undefined || audiences.includes(signInAudience)
    ? []
    : [
        {
          key: "signInAudience",
          message: `${shown(signInAudience)} is not one of ${audiences.join(", ")}; write one of them, or leave it out`,
        },
      ];
}

/** The rule for an application whose service principal is in another tenant. */
export function multitenancyProblems(signInAudience: string | undefined): Problem[] {
  return (signInAudience ?? ONE_TENANT) === ONE_TENANT
    ? [
        {
          key: "signInAudience",
          message: `"${ONE_TENANT}" keeps the application in its own tenant, and its service principal is to be in another; write ${MULTITENANT}`,
        },
      ]
    : [];
}
