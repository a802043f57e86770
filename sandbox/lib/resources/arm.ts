// What the resources of azurerm share.
import type { JsonObject } from "../cloud/api";
import { objectIn, textIn } from "../provider/answers";
import { RequestError } from "../provider/api-client";
import { ProviderError } from "../provider/provider-error";
import { IN_RESOURCE_GROUP, ResourceIdType } from "../provider/resource-id";
import type { Rule } from "../provider/rules";
import { WaitError } from "../provider/wait";
import type { Values } from "../schema/values";

/** The versions whose behaviour is known here; they differ, and the rows of azurerm's table with them. */
export type AzurermVersion = "4.55.0" | "5.2.0";

/**
 * What azurerm does at Azure Resource Manager: it puts an error into one line (fmt.Errorf), behind what it was doing
 * where it says that at all.
 */
export function arm<Result>(doing: string | undefined, call: () => Result): Result {
  try {
    return call();
  } catch (error) {
    if (error instanceof RequestError || error instanceof WaitError) {
      throw new ProviderError(doing === undefined ? error.message : `${doing}: ${error.message}`);
    }
    throw error;
  }
}

/** Takes what is gone already for deleted. */
export function unlessGone(remove: () => void): void {
  try {
    remove();
  } catch (error) {
    if (!(error instanceof RequestError && error.isNotFound)) {
      throw error;
    }
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

export function tagsOf(found: JsonObject): Values {
  const tags = objectIn(found, "tags") ?? {};
  return Object.fromEntries(Object.keys(tags).map((name) => [name, textIn(tags, name)]));
}

/** An id as messages name it: what it names, a line each. */
export function called(kind: string, names: Readonly<Record<string, string>>): string {
  const lines = Object.entries(names).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return `${kind} (${lines.join("\n")})`;
}

export const RESOURCE_GROUP_ID = new ResourceIdType<"subscriptionId" | "resourceGroupName">(
  "ResourceGroup",
  IN_RESOURCE_GROUP,
);

/** go-azure-helpers, resourcemanager/resourcegroups/validate.go */
export const resourceGroupName: Rule = (value, argument) => {
  const name = typeof value === "string" ? value : "";
  const sentences = [
    name.length > 90 && "may not exceed 90 characters in length",
    name.endsWith(".") && "may not end with a period",
    name === "" && "cannot be blank",
    !/^[-\w._()]*$/.test(name) &&
      "may only contain alphanumeric characters, dash, underscores, parentheses and periods",
  ];
  return sentences
    .filter((sentence) => sentence !== false)
    .map((sentence) => `"${argument}" ${sentence}`);
};
