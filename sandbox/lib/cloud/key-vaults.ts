import type { JsonObject } from "./api";

/** Of its versions only the newest is kept. */
export interface VaultSecret {
  readonly name: string;
  newest: SecretVersion;
}

export interface SecretVersion {
  readonly id: string;
  readonly value: string;
  contentType?: string | undefined;
  /** In seconds since 1970, as the API has them. */
  notBefore?: number | undefined;
  expires?: number | undefined;
  tags: Record<string, string>;
}

export interface KeyVault {
  readonly name: string;
  readonly location: string;
  tags: Record<string, string>;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  /** By Azure's own names, as far as they were given. */
  properties: JsonObject;
  isDeleted: boolean;
  readonly secrets: Map<string, VaultSecret>;
  readonly deletedSecrets: Map<string, VaultSecret>;
}

/** All key vaults of Azure, which share one domain: a deleted one keeps its name until it is purged. */
export class KeyVaults {
  private readonly byName = new Map<string, KeyVault>();

  /** Deleted or not. */
  named(name: string): KeyVault | undefined {
    return this.byName.get(name.toLowerCase());
  }

  ofSubscription(subscriptionId: string): KeyVault[] {
    return this.all().filter(
      (vault) => vault.subscriptionId.toLowerCase() === subscriptionId.toLowerCase(),
    );
  }

  all(): KeyVault[] {
    return [...this.byName.values()].filter(({ isDeleted }) => !isDeleted);
  }

  add(vault: KeyVault): void {
    this.byName.set(vault.name.toLowerCase(), vault);
  }

  purge({ name }: KeyVault): void {
    this.byName.delete(name.toLowerCase());
  }
}

export function vaultUrl({ name }: Pick<KeyVault, "name">): string {
  return `https://${name.toLowerCase()}.vault.azure.net/`;
}
