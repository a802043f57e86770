import { AzureError } from "../cloud/azure-error";
import { ProviderError } from "../provider/provider-error";

/** Calls Azure Resource Manager; azurerm puts what it was doing and the error into one line (fmt.Errorf). */
export function arm<Result>(doing: string, call: () => Result): Result {
  try {
    return call();
  } catch (error) {
    throw error instanceof AzureError ? new ProviderError(`${doing}: ${error.message}`) : error;
  }
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
