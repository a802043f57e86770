import { AnswerLost, AzureError } from "../cloud/azure-error";
import { ProviderError } from "../provider/provider-error";
import { matching } from "../provider/rules";

/**
 * Calls Graph; azuread shows its error below a summary (internal/helpers/tf/errors.go, ErrorDiagF).
 *
 * @param notFound the summary where Graph does not know the object
 */
export function graph<Result>(doing: string, call: () => Result, notFound = doing): Result {
  try {
    return call();
  } catch (error) {
    if (error instanceof AzureError) {
      throw new ProviderError(error.status === 404 ? notFound : doing, error.message);
    }
    throw error instanceof AnswerLost ? new ProviderError(doing, error.message) : error;
  }
}

/** ImportAsExistsDiag of azuread (internal/helpers/tf/errors.go): what is there before it is created is not adopted. */
export function alreadyExists(type: string, id: string): ProviderError {
  return new ProviderError(`A resource with the ID "${id}" already exists`, importAdvice(type));
}

export function importAdvice(type: string): string {
  return `To be managed via Terraform, this resource needs to be imported into the State. Please see the resource documentation for "${type}" for more information.`;
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
