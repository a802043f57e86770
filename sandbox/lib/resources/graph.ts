import { RequestError } from "../provider/api-client";
import { ProviderError } from "../provider/provider-error";
import { fixed, named, ResourceIdType } from "../provider/resource-id";
import { WaitError } from "../provider/wait";

/**
 * What azuread does at Graph: it shows an error below a summary of what it was doing (internal/helpers/tf/errors.go,
 * ErrorDiagF).
 *
 * @param doing the summary, some of which have the error in them too
 * @param notFound the summary where Graph does not know the object
 */
export function graph<Result>(doing: Summary, call: () => Result, notFound = doing): Result {
  try {
    return call();
  } catch (error) {
    if (error instanceof RequestError || error instanceof WaitError) {
      const isNotFound = error instanceof RequestError && error.isNotFound;
      const summary = isNotFound ? notFound : doing;
      const { message } = error;
      throw new ProviderError(typeof summary === "string" ? summary : summary(message), message);
    }
    throw error;
  }
}

type Summary = string | ((problem: string) => string);

/** ImportAsExistsDiag of azuread (internal/helpers/tf/errors.go): what is there before it is created is not adopted. */
export function alreadyExists(type: string, id: string): ProviderError {
  return new ProviderError(
    `A resource with the ID "${id}" already exists`,
    importAdvice(type),
    "id",
  );
}

export function importAdvice(type: string): string {
  return `To be managed via Terraform, this resource needs to be imported into the State. Please see the resource documentation for "${type}" for more information.`;
}

/** azuread escapes an apostrophe in most filters, though not in all. */
export function filterBy(property: string, text: string): { $filter: string } {
  return { $filter: `${property} eq '${text}'` };
}

export function escaped(text: string): string {
  return text.replaceAll("'", "''");
}

export const APPLICATION_ID = new ResourceIdType<"applicationId">("Application", [
  fixed("applications"),
  named("applicationId"),
]);

export const SERVICE_PRINCIPAL_ID = new ResourceIdType<"servicePrincipalId">("ServicePrincipal", [
  fixed("servicePrincipals"),
  named("servicePrincipalId"),
]);

/** As messages name them. */
export function applicationCalled(objectId: string): string {
  return `Application (Application: "${objectId}")`;
}
