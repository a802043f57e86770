import { AnswerLost, AzureError } from "../cloud/azure-error";
import { ProviderError } from "../provider/provider-error";

/**
 * Calls Azure Resource Manager; azurerm puts the error into one line (fmt.Errorf), behind what it was doing where it
 * says that at all.
 */
export function arm<Result>(doing: string | undefined, call: () => Result): Result {
  try {
    return call();
  } catch (error) {
    if (error instanceof AzureError || error instanceof AnswerLost) {
      throw new ProviderError(doing === undefined ? error.message : `${doing}: ${error.message}`);
    }
    throw error;
  }
}

/** ImportAsExistsError of azurerm (helpers/tf/errors.go): what is there before it is created is never adopted. */
export function alreadyExists(type: string, id: string): ProviderError {
  return new ProviderError(
    `a resource with the ID "${id}" already exists - to be managed via Terraform this resource needs to be imported into the State. Please see the resource documentation for "${type}" for more information`,
  );
}

/** azurerm stores a location without spaces and in lower case (go-azure-helpers, location.Normalize). */
export function normalLocation(location: string): string {
  return location.replaceAll(" ", "").toLowerCase();
}

/** The names in an id of Azure Resource Manager, by the segment before each: `{ resourceGroups: …, registries: … }`. */
export function segmentsOf(id: string): Record<string, string> {
  const parts = id.split("/").slice(1);
  return Object.fromEntries(
    parts.flatMap((part, position): [string, string][] =>
      position % 2 === 0 ? [[part, parts[position + 1] ?? ""]] : [],
    ),
  );
}
