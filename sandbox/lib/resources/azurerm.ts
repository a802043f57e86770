import { blocks, flag, text } from "../provider/arguments";
import { ProviderError, ProviderErrors } from "../provider/provider-error";
import type { ProviderType } from "../provider/resource-type";
import type { Session } from "../provider/session";
import { isZero, type Values } from "../schema/values";
import { arm, type AzurermVersion } from "./arm";
import { containerApp } from "./azurerm-container-app";
import { containerAppEnvironment } from "./azurerm-container-app-environment";
import { containerGroup } from "./azurerm-container-group";
import { containerRegistry, containerRegistryData } from "./azurerm-container-registry";
import { keyVault, keyVaultData } from "./azurerm-key-vault";
import { keyVaultSecret } from "./azurerm-key-vault-secret";
import { linuxFunctionApp } from "./azurerm-linux-function-app";
import { linuxWebApp } from "./azurerm-linux-web-app";
import { resourceGroup } from "./azurerm-resource-group";
import { roleAssignment } from "./azurerm-role-assignment";
import { roleDefinitionData } from "./azurerm-role-definition";
import { servicePlan } from "./azurerm-service-plan";
import { userAssignedIdentity } from "./azurerm-user-assigned-identity";
import { typedDataSource, typedResource } from "./typed";

/** What azurerm serves and does at a version: internal/provider/provider.go */
export function azurerm(version: AzurermVersion): Omit<ProviderType, "version" | "schemas"> {
  return {
    name: "azurerm",
    binding: "@cdktf/provider-azurerm/lib/provider",
    deprecated: ["skip_provider_registration", "features.virtual_machine.graceful_shutdown"],
    resources: [
      typedResource(containerApp),
      typedResource(containerAppEnvironment),
      containerGroup(version),
      containerRegistry(version),
      keyVault(version),
      keyVaultSecret(version),
      typedResource(linuxFunctionApp),
      typedResource(linuxWebApp),
      resourceGroup,
      roleAssignment(version),
      typedResource(servicePlan),
      typedResource(userAssignedIdentity),
    ],
    dataSources: [
      containerRegistryData(version),
      keyVaultData(version),
      typedDataSource(roleDefinitionData(version)),
    ],
    validate: checkFeatures,
    configure: (session, config) => {
      if (
        version !== "4.55.0" &&
        (session.variables.ARM_PROVIDER_ENHANCED_VALIDATION ?? "") !== ""
      ) {
        throw new ProviderError(REMOVED_VARIABLE);
      }
      if (session.subscriptionId === "") {
        throw new ProviderError(
          "building account: unable to configure ResourceManagerAccount: subscription ID could not be determined and was not specified",
        );
      }
      readResourceProviders(session, {
        toValidate:
          version === "4.55.0" ? isEnhanced(session) : validatesByResourceProviders(config),
        toRegister: registersSome(version, config),
      });
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

/**
 * internal/resourceproviders: to validate by them it asks for them, and where that fails asks again, as it does to
 * register some. All that it would register are registered in the sandbox's subscriptions.
 */
function readResourceProviders(
  session: Session,
  { toValidate, toRegister }: Readonly<Record<"toValidate" | "toRegister", boolean>>,
): void {
  if (toValidate) {
    try {
      listResourceProviders(session);
      return;
    } catch {
      // It would do without.
    }
  }
  if (toValidate || toRegister) {
    listResourceProviders(session);
  }
}

function registersSome(version: AzurermVersion, config: Values): boolean {
  const byDefault = version === "4.55.0" ? "legacy" : "none";
  const registrations = text(config, "resource_provider_registrations") ?? byDefault;
  return (
    !isZero(config.resource_providers_to_register) ||
    (registrations !== "none" && !flag(config, "skip_provider_registration"))
  );
}

/** internal/features/enhanced_validation.go of 4.55.0 */
function isEnhanced({ variables }: Session): boolean {
  const validation = variables.ARM_PROVIDER_ENHANCED_VALIDATION ?? "";
  return validation === "" || validation.toLowerCase() === "true";
}

function validatesByResourceProviders(config: Values): boolean {
  const [features] = blocks(config, "features");
  const [validation] = features === undefined ? [] : blocks(features, "enhanced_validation");
  return validation !== undefined && flag(validation, "resource_providers");
}

const REMOVED_VARIABLE =
  "the environment variable `ARM_PROVIDER_ENHANCED_VALIDATION` has been removed in v5.0 of the AzureRM Provider - please use the `enhanced_validation` block inside the `features` block or the replacement environment variables `ARM_PROVIDER_ENHANCED_VALIDATION_LOCATIONS` and `ARM_PROVIDER_ENHANCED_VALIDATION_RESOURCE_PROVIDERS` instead";

function listResourceProviders({ management, subscriptionId }: Session): void {
  arm("populating Resource Provider cache: listing Resource Providers: loading results", () =>
    management.list(`/subscriptions/${subscriptionId}/providers`, { "api-version": "2022-09-01" }),
  );
}
