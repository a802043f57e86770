import { flag, text } from "../provider/arguments";
import { ProviderError, ProviderErrors } from "../provider/provider-error";
import type { ProviderType } from "../provider/resource-type";
import type { Session } from "../provider/session";
import { isZero, type Values } from "../schema/values";
import { arm, type AzurermVersion } from "./arm";
import { containerRegistry, containerRegistryData } from "./azurerm-container-registry";
import { resourceGroup } from "./azurerm-resource-group";
import { roleAssignment } from "./azurerm-role-assignment";
import { roleDefinitionData } from "./azurerm-role-definition";
import { userAssignedIdentity } from "./azurerm-user-assigned-identity";
import { typedDataSource, typedResource } from "./typed";

/** What azurerm serves and does at a version: internal/provider/provider.go */
export function azurerm(version: AzurermVersion): ProviderType {
  return {
    name: "azurerm",
    binding: "@cdktf/provider-azurerm/lib/provider",
    resources: [
      containerRegistry(version),
      resourceGroup,
      roleAssignment(version),
      typedResource(userAssignedIdentity),
    ],
    dataSources: [containerRegistryData(version), typedDataSource(roleDefinitionData(version))],
    validate: checkFeatures,
    configure: (session, config) => {
      if (session.subscriptionId === "") {
        throw new ProviderError(
          "building account: unable to configure ResourceManagerAccount: subscription ID could not be determined and was not specified",
        );
      }
      if (version === "4.55.0" && readsResourceProviders(session, config)) {
        listResourceProviders(session);
      }
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

/** Also where it registers none, unless enhanced validation is switched off as well (internal/features). */
function readsResourceProviders({ variables }: Session, config: Values): boolean {
  const validation = variables.ARM_PROVIDER_ENHANCED_VALIDATION ?? "";
  const isEnhanced = validation === "" || validation.toLowerCase() === "true";
  const registersNone =
    text(config, "resource_provider_registrations") === "none" ||
    flag(config, "skip_provider_registration");
  const listed = config.resource_providers_to_register;
  return isEnhanced || !registersNone || !isZero(listed);
}

/** internal/resourceproviders: all that it would register are registered in the sandbox's subscriptions. */
function listResourceProviders({ management, subscriptionId }: Session): void {
  arm("populating Resource Provider cache: listing Resource Providers: loading results", () =>
    management.list(`/subscriptions/${subscriptionId}/providers`, { "api-version": "2022-09-01" }),
  );
}
