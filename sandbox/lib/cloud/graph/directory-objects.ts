/** Objects of a directory as Graph shows them where any kind may stand: among owners, or by their id alone. */
import type { JsonObject } from "../api";
import type { Directory } from "../directory";

export function directoryObject(directory: Directory, id: string): JsonObject | undefined {
  const group = directory.groups.get(id);
  if (group !== undefined) {
    return { "@odata.type": "#microsoft.graph.group", id, displayName: group.displayName };
  }
  const servicePrincipal = directory.servicePrincipals.get(id);
  if (servicePrincipal !== undefined) {
    return {
      "@odata.type": "#microsoft.graph.servicePrincipal",
      id,
      appId: servicePrincipal.clientId,
      displayName: servicePrincipal.displayName,
    };
  }
  return caller(directory, id);
}

/** Who has called is in the directory without a seed. */
function caller(directory: Directory, id: string): JsonObject | undefined {
  const found = directory.callers.find(({ objectId }) => objectId === id);
  return found?.type === "User"
    ? { "@odata.type": "#microsoft.graph.user", id, displayName: null }
    : found && {
        "@odata.type": "#microsoft.graph.servicePrincipal",
        id,
        appId: found.clientId,
        displayName: null,
      };
}
