import { ProviderError } from "../provider/provider-error";
import type { DataSourceType, ResourceType } from "../provider/resource-type";

/** A resource of azurerm that is built on its internal/sdk, which puts the summary of an error into the detail as well. */
export function typedResource(type: ResourceType): ResourceType {
  const { create, read, update, delete: remove } = type;
  return {
    ...type,
    create: tellingTwice(create),
    read: tellingTwice(read),
    ...(update !== undefined && { update: tellingTwice(update) }),
    delete: tellingTwice(remove),
  };
}

export function typedDataSource(type: DataSourceType): DataSourceType {
  return { ...type, read: tellingTwice(type.read) };
}

function tellingTwice<Arguments extends unknown[], Result>(
  operation: (...given: Arguments) => Result,
): (...given: Arguments) => Result {
  return (...given) => {
    try {
      return operation(...given);
    } catch (error) {
      throw error instanceof ProviderError && error.detail === ""
        ? new ProviderError(error.summary, error.summary)
        : error;
    }
  };
}
