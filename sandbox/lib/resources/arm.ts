import { AnswerLost, AzureError } from "../cloud/azure-error";
import { RequestError } from "../provider/api-client";
import { ProviderError } from "../provider/provider-error";
import { type Rule, textRule } from "../provider/rules";

/**
 * Calls Azure Resource Manager; azurerm puts the error into one line (fmt.Errorf), behind what it was doing where it
 * says that at all.
 */
export function arm<Result>(doing: string | undefined, call: () => Result): Result {
  try {
    return call();
  } catch (error) {
    if (
      error instanceof RequestError ||
      error instanceof AzureError ||
      error instanceof AnswerLost
    ) {
      throw new ProviderError(doing === undefined ? error.message : `${doing}: ${error.message}`);
    }
    throw error;
  }
}

/** The versions whose behaviour is known here; they differ, and the rows of azurerm's table with them. */
export type AzurermVersion = "4.55.0" | "5.2.0";

/** ImportAsExistsError of azurerm (helpers/tf/errors.go): what is there before it is created is never adopted. */
export function alreadyExists(type: string, id: string): ProviderError {
  return new ProviderError(
    `a resource with the ID "${id}" already exists - to be managed via Terraform this resource needs to be imported into the State. Please see the resource documentation for "${type}" for more information`,
  );
}

/** What `terraform import` takes for the id of a type. */
export function importIdOf(form: RegExp): (id: string) => void {
  return (id) => {
    if (!form.test(id)) {
      throw new ProviderError(`parsing ${JSON.stringify(id)}: it is no id of this type`);
    }
  };
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

/** go-azure-helpers, resourcemanager/resourcegroups/validate.go */
export const resourceGroupName: Rule = textRule((name, argument) => {
  const sentences = [
    name.length > 90 && "may not exceed 90 characters in length",
    name.endsWith(".") && "may not end with a period",
    name === "" && "cannot be blank",
    !/^[-\w._()]*$/.test(name) &&
      "may only contain alphanumeric characters, dash, underscores, parentheses and periods",
  ];
  const problem = sentences.find((sentence) => sentence !== false);
  return problem && `"${argument}" ${problem}`;
});
