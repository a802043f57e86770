import { AzureError } from "../cloud/azure-error";
import type { Directory } from "../cloud/directory";
import { texts } from "../provider/arguments";
import { ProviderError } from "../provider/provider-error";
import { matching } from "../provider/rules";
import type { Values } from "../schema/values";

/** Calls Graph; azuread shows its error below a summary (internal/tf/diagnostics.go, ErrorDiagF). */
export function graph<Result>(doing: string, call: () => Result): Result {
  try {
    return call();
  } catch (error) {
    throw error instanceof AzureError ? new ProviderError(doing, error.message) : error;
  }
}

/** The owners to create an object with: azuread always binds the caller, so that it may finish what it started. */
export function initialOwners(values: Values, { caller }: Directory): Set<string> {
  return new Set([caller.objectId, ...texts(values, "owners")]);
}

/** The second half of it: the caller is removed again unless it is listed. */
export function removeUnlistedCaller(
  values: Values,
  owners: Set<string>,
  { caller }: Directory,
): void {
  if (!texts(values, "owners").includes(caller.objectId)) {
    owners.delete(caller.objectId);
  }
}

export function updateOwners(values: Values, owners: Set<string>, directory: Directory): void {
  const wanted = new Set(texts(values, "owners"));
  for (const owner of wanted) {
    if (!owners.has(owner)) {
      directory.addOwner({ owners }, owner);
    }
  }
  for (const owner of owners) {
    if (!wanted.has(owner)) {
      owners.delete(owner);
    }
  }
}

/** An id of azuread (`/applications/<object id>`) without its prefix. */
export function objectIdOf(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}

const GUID = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

export const APPLICATION_ID = new RegExp(`^/applications/${GUID}$`);
export const SERVICE_PRINCIPAL_ID = new RegExp(`^/servicePrincipals/${GUID}$`);

/** What credentials take as `application_id`: the resource id, not the client id. */
export const applicationResourceId = matching(
  APPLICATION_ID,
  "of the form /applications/<object id>",
);

/** The id of a credential: `<object id of the application>/<kind>/<key id>`. */
export function credentialId(objectId: string, kind: string, keyId: string): string {
  return `${objectId}/${kind}/${keyId}`;
}

export function partsOfCredentialId(id: string): { objectId: string; keyId: string } {
  const [objectId = "", , keyId = ""] = id.split("/");
  return { objectId, keyId };
}

export function credentialIdForm(kind: string): RegExp {
  return new RegExp(`^${GUID}/${kind}/${GUID}$`);
}
