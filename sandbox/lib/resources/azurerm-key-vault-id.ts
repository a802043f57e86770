// What the resources of a key vault share: azurerm, internal/services/keyvault/client/helpers.go
import { objectIn, textIn } from "../provider/answers";
import { ProviderError } from "../provider/provider-error";
import {
  fixed,
  generated,
  IN_RESOURCE_GROUP,
  named,
  ResourceIdType,
  resourceProvider,
} from "../provider/resource-id";
import type { Session } from "../provider/session";
import { arm, type AzurermVersion, called } from "./arm";

export const KEY_VAULT_ID = new ResourceIdType<
  "subscriptionId" | "resourceGroupName" | "vaultName"
>(
  "KeyVault",
  generated([
    ...IN_RESOURCE_GROUP,
    fixed("providers"),
    resourceProvider("Microsoft.KeyVault"),
    fixed("vaults"),
    named("vaultName", "vaultValue"),
  ]),
);

export const VAULT_API = {
  "4.55.0": { "api-version": "2023-02-01" },
  "5.2.0": { "api-version": "2026-02-01" },
};

export function vaultCalled(id: string): string {
  const { subscriptionId, resourceGroupName, vaultName } = KEY_VAULT_ID.parse(id);
  return called("Key Vault", {
    Subscription: subscriptionId,
    "Resource Group Name": resourceGroupName,
    "Key Vault Name": vaultName,
  });
}

/** What a provider remembers, from its configuration on: which vault has which URL. */
const knownVaults = new WeakMap<Session, Map<string, KnownVault>>();

interface KnownVault {
  readonly id: string;
  readonly url: string;
}

export function remember(session: Session, { id, url }: KnownVault): void {
  known(session).set(KEY_VAULT_ID.parse(id, true).vaultName.toLowerCase(), { id, url });
}

export function forget(session: Session, id: string): void {
  known(session).delete(KEY_VAULT_ID.parse(id).vaultName.toLowerCase());
}

/** Of a vault of any subscription. */
export function urlOf(session: Session, id: string, version: AzurermVersion): string {
  const remembered = known(session).get(KEY_VAULT_ID.parse(id).vaultName.toLowerCase());
  if (remembered !== undefined) {
    return remembered.url;
  }
  const found = arm(`retrieving ${vaultCalled(id)}`, () =>
    session.management.find(id, VAULT_API[version]),
  );
  if (found === undefined) {
    throw new ProviderError(`${vaultCalled(id)} was not found`);
  }
  const url = textIn(objectIn(found, "properties") ?? {}, "vaultUri");
  remember(session, { id, url });
  return url;
}

/** Looks among the vaults of the provider's own subscription, unless it knows the vault already. */
export function vaultAt(
  session: Session,
  url: string,
  version: AzurermVersion,
): KnownVault | undefined {
  const [name = ""] = new URL(url).host.split(".");
  if (!known(session).has(name)) {
    const subscription = `/subscriptions/${session.subscriptionId}`;
    const query = { "api-version": version === "4.55.0" ? "2023-07-01" : "2026-02-01" };
    const vaults = arm(
      `listing the Key Vaults within Subscription (Subscription: "${session.subscriptionId}")`,
      () => session.management.list(`${subscription}/providers/Microsoft.KeyVault/vaults`, query),
    );
    for (const vault of vaults) {
      const vaultUri = textIn(objectIn(vault, "properties") ?? {}, "vaultUri");
      remember(session, { id: textIn(vault, "id"), url: vaultUri });
    }
  }
  return known(session).get(name);
}

function known(session: Session): Map<string, KnownVault> {
  const vaults = knownVaults.get(session) ?? new Map<string, KnownVault>();
  knownVaults.set(session, vaults);
  return vaults;
}
