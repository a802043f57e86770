import { IConstruct } from "constructs";
import { Token } from "cdktf";
import { hasExpression } from "../../core/expressions";
import { Problem } from "../../core/problem";
import { shown, shownKey } from "../../core/shown";
import { UUID } from "../../core/values";
import { ClientSecret } from "../../credential/client-secret";
import { resourceGroupNameProblems } from "../../registry/registry-rules";
import { cloudOf, oneCloudProblems } from "../../terraform/azure-cloud";
import { providerUsed, settingOf } from "../../terraform/providers";
import type { KeyVaultDeliveryProps } from "./key-vault-props";

const VAULT_NAME = "(?=[^/]{3,24}$)[a-z](?:-?[a-z0-9])+";
const VAULT_ID = new RegExp(
  String.raw`^/subscriptions/(${UUID})/resourceGroups/([^/]+)/providers/Microsoft\.KeyVault/vaults/(${VAULT_NAME})$`,
  "i",
);

/** The subscription in a literal id of a vault; undefined in what is none. */
export function vaultSubscription(id: string): string | undefined {
  return VAULT_ID.exec(id)?.[1];
}

/** The rule for the name of a vault. Source: Microsoft's "Naming rules and restrictions for Azure resources". */
export function vaultNameProblems(key: string, name: string): Problem[] {
  return new RegExp(`^${VAULT_NAME}$`, "i").test(name)
    ? []
    : [
        {
          key,
          message: `${shown(name)} is not the name of a key vault: 3 to 24 letters, digits and "-", a letter first, no "-" last and no two in a row`,
        },
      ];
}

/** A literal id in the one spelling that azurerm takes; a token, and what is no such id, as it is. */
export function vaultId(given: string): string {
  const [, subscriptionId = "", group = "", vault = ""] = VAULT_ID.exec(given) ?? [];
  return vault === ""
    ? given
    : `/subscriptions/${subscriptionId.toLowerCase()}/resourceGroups/${group}/providers/Microsoft.KeyVault/vaults/${vault}`;
}

/** The rules for a delivery; the provider may come late, so to be asked at synth. */
export function keyVaultProblems(
  delivery: IConstruct,
  props: KeyVaultDeliveryProps,
  secret: ClientSecret | undefined,
): Problem[] {
  return [
    ...sourceProblems(props),
    ...nameProblems(props),
    ...tagProblems(props.tags),
    ...vaultIdProblems(delivery, props),
    ...(secret === undefined ? [] : cloudProblems(delivery, props, secret)),
  ];
}

function sourceProblems({ clientSecret, dockerConfig, json }: KeyVaultDeliveryProps): Problem[] {
  if (clientSecret === undefined && dockerConfig === undefined) {
    return [{ key: "clientSecret", message: "is missing; give it, or dockerConfig in its place" }];
  }
  if (clientSecret !== undefined && dockerConfig !== undefined) {
    return [{ key: "dockerConfig", message: "stands beside clientSecret; leave one of them out" }];
  }
  return dockerConfig !== undefined && json !== undefined
    ? [{ key: "json", message: "is of clientSecret, and a docker config is JSON; leave it out" }]
    : [];
}

const MAX_NAME = 127;

/** Source: Microsoft's "About Azure Key Vault keys, secrets and certificates". */
function nameProblems({ name, clientSecret, json }: KeyVaultDeliveryProps): Problem[] {
  const isPair = clientSecret !== undefined && json !== true;
  const max = isPair ? MAX_NAME - PASSWORD.length : MAX_NAME;
  return Token.isUnresolved(name) || (/^[0-9a-zA-Z-]+$/.test(name) && name.length <= max)
    ? []
    : [
        {
          key: "name",
          message: `${shown(name)} is no name in Key Vault; use 1 to ${max} letters, digits and "-"${isPair ? `, to which ${USERNAME} and ${PASSWORD} are added` : ""}`,
        },
      ];
}

/** How the names of a pair end, as in Microsoft's "Tutorial: Deploy to Azure Container Instances from ACR". */
export const USERNAME = "-usr";
export const PASSWORD = "-pwd";

/** What each secret is tagged with. */
export const TAGS = { clientId: "client-id", slot: "slot" };
const MAX_TAGS = 15;
const MAX_TAG_NAME = 512;
const MAX_TAG_VALUE = 256;

/** Sources: Microsoft's "About Azure Key Vault secrets", azurerm 4.55.0. */
function tagProblems(tags: Record<string, string> = {}): Problem[] {
  const own = Object.values(TAGS);
  const others = MAX_TAGS - own.length;
  const count = Object.keys(tags).length;
  return [
    ...(count <= others
      ? []
      : [
          {
            key: "tags",
            message: `has ${count} tags; Key Vault allows ${MAX_TAGS}, of which ${own.join(" and ")} are there already: leave out ${count - others}`,
          },
        ]),
    ...Object.entries(tags).flatMap(([name, value]) => tagProblem(name, value, own)),
  ];
}

function tagProblem(name: string, value: string, own: string[]): Problem[] {
  const key = `tags.${shownKey(name)}`;
  if (own.includes(name.toLowerCase())) {
    return [
      { key, message: "is what the delivery itself tells of the secret; choose another name" },
    ];
  }
  if (name === "" || name.length > MAX_TAG_NAME || hasExpression(name)) {
    const message = `is no name of a tag; write 1 to ${MAX_TAG_NAME} characters that Terraform does not evaluate`;
    return [{ key, message }];
  }
  return Token.isUnresolved(value) || value.length <= MAX_TAG_VALUE
    ? []
    : [
        {
          key,
          message: `has ${value.length} characters; Key Vault allows ${MAX_TAG_VALUE}, shorten it`,
        },
      ];
}

function vaultIdProblems(
  delivery: IConstruct,
  { keyVaultId, provider }: KeyVaultDeliveryProps,
): Problem[] {
  if (Token.isUnresolved(keyVaultId)) {
    return [];
  }
  const [id, subscriptionId = "", group = ""] = VAULT_ID.exec(keyVaultId) ?? [];
  if (id === undefined || resourceGroupNameProblems(group).length > 0) {
    return [
      {
        key: "keyVaultId",
        message: `${shown(keyVaultId)} is not the resource id of a key vault; it reads /subscriptions/…/resourceGroups/…/providers/Microsoft.KeyVault/vaults/…, as az keyvault show --query id prints it`,
      },
    ];
  }
  const ofProvider = settingOf(providerUsed(delivery, "azurerm", provider), "subscriptionId");
  return ofProvider === undefined || ofProvider === subscriptionId.toLowerCase()
    ? []
    : [
        {
          key: "keyVaultId",
          message: `is in the subscription ${shown(subscriptionId)} and its azurerm provider is for ${shown(ofProvider)}; azurerm forgets secrets of vaults elsewhere, give it a provider with this very subscriptionId`,
        },
      ];
}

function cloudProblems(
  delivery: IConstruct,
  { provider }: KeyVaultDeliveryProps,
  secret: ClientSecret,
): Problem[] {
  return oneCloudProblems(
    {
      provider: "the azuread provider of the client secret",
      cloud: cloudOf(secret, "azuread", secret.azureadProvider),
    },
    {
      provider: "the azurerm provider of the key vault",
      cloud: cloudOf(delivery, "azurerm", provider),
    },
  ).map(({ message }) => ({ key: "keyVaultId", message }));
}
