/** Who has called is in the directory without a seed, and without a name. */
import type { Directory } from "../directory";
import type { ServicePrincipal } from "../directory-objects";

export function users({ callers }: Directory): { objectId: string; displayName: string }[] {
  return callers
    .filter(({ type }) => type === "User")
    .map(({ objectId }) => ({ objectId, displayName: "" }));
}

export function callingServicePrincipals(directory: Directory): ServicePrincipal[] {
  return directory.callers
    .filter(
      ({ type, objectId }) =>
        type === "ServicePrincipal" && !directory.servicePrincipals.has(objectId),
    )
    .map(({ objectId, clientId }) => ({
      objectId,
      clientId,
      applicationTenantId: directory.tenantId,
      type: "Application",
      displayName: "",
      accountEnabled: true,
      appRoleAssignmentRequired: false,
      tags: [],
      owners: new Set(),
    }));
}
