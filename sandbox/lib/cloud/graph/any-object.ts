/** An object of a directory as Graph shows it where any kind may stand: among owners, and by its id alone. */
import type { Directory } from "../directory";
import { callingServicePrincipals, users } from "./callers";

export type AnyObject = ReturnType<typeof shown>;

export function anyObject(directory: Directory, id: string): AnyObject | undefined {
  const caller = callingServicePrincipals(directory).find(({ objectId }) => objectId === id);
  const servicePrincipal = directory.servicePrincipals.get(id) ?? caller;
  if (servicePrincipal !== undefined) {
    return shown("servicePrincipal", servicePrincipal);
  }
  const application = directory.applications.get(id);
  if (application !== undefined) {
    return shown("application", application);
  }
  const group = directory.groups.get(id);
  if (group !== undefined) {
    return shown("group", { objectId: id, ...group });
  }
  const user = users(directory).find(({ objectId }) => objectId === id);
  return user && shown("user", user);
}

export function shown(
  kind: "application" | "group" | "servicePrincipal" | "user",
  object: { objectId: string; displayName: string; clientId?: string },
) {
  return {
    "@odata.type": `#microsoft.graph.${kind}`,
    id: object.objectId,
    appId: object.clientId,
    displayName: object.displayName,
  };
}
