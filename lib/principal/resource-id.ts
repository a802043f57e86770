import { Token } from "cdktf";
import { Problem } from "../core/problem";
import { shown } from "../core/shown";

/** What a resource id of Microsoft Entra is of. */
export type ResourceKind = "applications" | "servicePrincipals";

/** The object id in `/applications/<object id>` or `/servicePrincipals/<object id>`. */
export function objectIdIn(kind: ResourceKind, resourceId: string): string | undefined {
  const [, found, objectId] = RESOURCE_ID.exec(resourceId) ?? [];
  return found === kind ? objectId : undefined;
}

/** A literal resource id as Entra answers with it; anything else as it is. */
export function lowerCaseResourceId<T extends string | undefined>(resourceId: T): T {
  const [, kind, objectId] = RESOURCE_ID.exec(resourceId ?? "") ?? [];
  return (kind && objectId ? `/${kind}/${objectId.toLowerCase()}` : resourceId) as T;
}

/** A resource id as azuread writes it; other tools call the object id alone "id". */
export function resourceIdProblems(
  key: string,
  resourceId: string,
  ...kinds: ResourceKind[]
): Problem[] {
  const forms = kinds.map((kind) => `/${kind}/<object id>`).join(" or ");
  return Token.isUnresolved(resourceId) ||
    kinds.some((kind) => objectIdIn(kind, resourceId) !== undefined)
    ? []
    : [{ key, message: `${shown(resourceId)} is not a resource id; write ${forms}` }];
}

/** As above, where the text itself says what it is of. */
export function literalResourceIdProblems(key: string, resourceId: string): Problem[] {
  return Token.isUnresolved(resourceId)
    ? [
        {
          key,
          message:
            "is a token: whether it is of an application or of a service principal only Terraform knows; use fromObjectId, fromData or fromApplication",
        },
      ]
    : resourceIdProblems(key, resourceId, "applications", "servicePrincipals");
}

const RESOURCE_ID =
  /^\/(applications|servicePrincipals)\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;
