import { ProviderError, ProviderErrors } from "../provider/provider-error";
import type { ProviderType } from "../provider/resource-type";
import type { Values } from "../schema/values";
import { arm } from "./arm";
import { containerRegistry, containerRegistryData } from "./azurerm-container-registry";
import { resourceGroup } from "./azurerm-resource-group";
import { roleAssignment } from "./azurerm-role-assignment";
import { roleDefinitionData } from "./azurerm-role-definition";
import { userAssignedIdentity } from "./azurerm-user-assigned-identity";

/** What azurerm serves and does at a version: internal/provider/provider.go */
export function azurerm(): ProviderType {
  return {
    name: "azurerm",
    binding: "@cdktf/provider-azurerm/lib/provider",
    resources: [containerRegistry, resourceGroup, roleAssignment, userAssignedIdentity],
    dataSources: [containerRegistryData, roleDefinitionData],
    validate: checkFeatures,
    configure: (session) => {
      if (session.subscriptionId === "") {
        throw new ProviderError(
          "building account: unable to configure ResourceManagerAccount: subscription ID could not be determined and was not specified",
        );
      }
      arm("Encountered an error whilst ensuring Resource Providers are registered", () =>
        session.cloud.subscription(session.subscriptionId),
      );
    },
  };
}

/** The wire schema has the block as one that may be missing and may repeat. */
function checkFeatures({ features }: Values): void {
  const count = Array.isArray(features) ? features.length : 0;
  if (count === 0) {
    throw new ProviderErrors([
      new ProviderError(
        "Missing required argument",
        'The argument "features" is required, but no definition was found.',
        "features",
      ),
    ]);
  }
}
