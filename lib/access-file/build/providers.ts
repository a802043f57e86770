import { AzurermBackend } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AzurermProvider, AzurermProviderConfig } from "@cdktf/provider-azurerm/lib/provider";
import { lowerCaseUuid } from "../../core/values";
import { ProviderVersionConstraints, ProviderVersions } from "../../terraform/provider-versions";
import { PROVIDER_TYPES } from "../../terraform/providers";
import type { AccessFile } from "../schema";
import type { Entries } from "./entries";

/** The providers of a stack: of the tenant and subscription of the file, and of those that entries name. */
export class Providers {
  public readonly azuread: AzureadProvider;
  private readonly azurerm: AzurermProvider;

  public constructor(private readonly entries: Entries) {
    // The ids of providers have a "_", which no key has, so that a principal may be called azuread.
    const { tenantId, subscriptionId, environment } = this.azure;
    this.azuread = new AzureadProvider(entries.stack, "azuread_provider", {
      tenantId: lowerCaseUuid(tenantId),
      environment,
    });
    this.azurerm = this.addAzurerm("azurerm_provider", {
      subscriptionId: lowerCaseUuid(subscriptionId),
    });
    ProviderVersions.use(entries.stack, this.versions);
  }

  /** azurerm looks a registry up in the subscription of its provider. */
  public azurermOf(subscription: string): AzurermProvider {
    const subscriptionId = lowerCaseUuid(subscription);
    const alias = `subscription_${subscriptionId}`;
    const id = `azurerm_provider_${alias}`;
    const existing =
      this.azurerm.subscriptionId === subscriptionId
        ? this.azurerm
        : this.entries.stack.node.tryFindChild(id);
    return existing instanceof AzurermProvider
      ? existing
      : this.addAzurerm(id, { subscriptionId, alias });
  }

  public azureadOf(applicationTenantId: string): AzureadProvider {
    const tenantId = lowerCaseUuid(applicationTenantId);
    const alias = `tenant_${tenantId}`;
    const id = `azuread_provider_${alias}`;
    const existing = this.entries.stack.node.tryFindChild(id);
    const { environment } = this.azure;
    return existing instanceof AzureadProvider
      ? existing
      : new AzureadProvider(this.entries.stack, id, { alias, tenantId, environment });
  }

  private addAzurerm(
    id: string,
    { subscriptionId, alias }: Pick<AzurermProviderConfig, "subscriptionId" | "alias">,
  ): AzurermProvider {
    const { tenantId, environment } = this.azure;
    return new AzurermProvider(this.entries.stack, id, {
      alias,
      features: [{}],
      subscriptionId,
      tenantId: lowerCaseUuid(tenantId),
      // azurerm knows the cloud of the Department of Defense by this name only.
      environment: environment === "dod" ? "usgovernment" : environment,
      // Registering resource providers needs rights on the subscription that nothing else here does.
      resourceProviderRegistrations: "none",
    });
  }

  private get versions(): ProviderVersionConstraints {
    const given = PROVIDER_TYPES.map((type) => [
      type,
      this.entries.sound("azure", "providerVersions", type) ?? ProviderVersions.NEWEST_TESTED[type],
    ]);
    return Object.fromEntries(given) as ProviderVersionConstraints;
  }

  private get azure(): NonNullable<AccessFile["azure"]> {
    const keys = ["tenantId", "subscriptionId", "environment"] as const;
    return Object.fromEntries(keys.map((key) => [key, this.entries.sound("azure", key)]));
  }
}

/** Where the file keeps Terraform's state. */
export function addBackend({ stack, findings, file: { backend } }: Entries): void {
  if (backend !== undefined && findings.isSound(["backend"])) {
    new AzurermBackend(stack, {
      resourceGroupName: backend.resourceGroup,
      storageAccountName: backend.storageAccount,
      containerName: backend.container,
      key: backend.key,
      useAzureadAuth: backend.useAzureadAuth,
      useOidc: backend.useOidc,
    });
  }
}
