import { Construct } from "constructs";
import { Aspects, Fn, Token } from "cdktf";
import {
  KeyVaultSecret,
  type KeyVaultSecretConfig,
} from "@cdktf/provider-azurerm/lib/key-vault-secret";
import { literalId } from "../../core/construct-id";
import { requireOneCopy } from "../../core/one-copy";
import { inCall, reportAtSynth } from "../../core/problem";
import { readProps } from "../../core/props";
import { shown } from "../../core/shown";
import { warnOnce } from "../../core/warning";
import { ClientSecret } from "../../credential/client-secret";
import { Grant } from "../../grant/grant";
import { ScopeGrants } from "../../grant/scope-grants";
import type { IAcrPrincipal } from "../../principal/principal";
import { principalProblems } from "../../principal/principal-base";
import { featureOf, requireAzurermFeatures } from "../../terraform/azurerm-features";
import { providerUsed } from "../../terraform/providers";
import { moveFrom } from "../../terraform/renaming";
import { requireSoundElements } from "../../terraform/stack-elements";
import { destinationProblems } from "../destinations";
import { clientSecretOf } from "../docker-config";
import { requireWriteOnlyArguments } from "../write-only";
import { DeliveredSecret, KEY_VAULT_SECRETS_USER } from "./delivered-secret";
import { KEY_VAULT_DELIVERY, type KeyVaultDeliveryProps } from "./key-vault-props";
import { keyVaultProblems, PASSWORD, TAGS, USERNAME, vaultId } from "./key-vault-rules";

/**
 * A client secret in an Azure key vault, for what reads it there: user name and password, or JSON with both in it.
 * A rotation writes a new version, before the old value is deleted. Each secret has the client secret's
 * expiry, the user name too, which is of no use without the password.
 */
export class KeyVaultDelivery extends Construct {
  /** The secrets in the vault: of a pair, the user name and then the password. */
  public readonly secrets: KeyVaultSecret[];
  private readonly delivered: DeliveredSecret[];

  public constructor(scope: Construct, id: string, props: KeyVaultDeliveryProps) {
    super(scope, literalId(scope, id));
    requireOneCopy(this);
    requireSoundElements(this);
    requireAzurermFeatures(this);
    const reading = readProps(KEY_VAULT_DELIVERY, "props", props);
    const { clientSecret, dockerConfig, name, writeOnly, provider } = reading.value;
    const secret = clientSecret ?? (dockerConfig && clientSecretOf(dockerConfig));
    const configs = secret === undefined ? [] : configsOf(reading.value, secret);
    moveFrom(this, reading.value, "in the stack");
    reportAtSynth(this, () =>
      reading.with([
        ...keyVaultProblems(this, reading.value, secret),
        ...destinationProblems(
          this,
          configs.map(([, config]) => ({
            parts: [KeyVaultSecret.tfResourceType, config.keyVaultId, config.name],
            differsByCase: false,
            called: `${shown(name)} in this key vault`,
            key: "name",
          })),
        ),
      ]),
    );
    Aspects.of(this).add({
      visit: (construct) => {
        const used = providerUsed(this, "azurerm", provider);
        if (construct === this && featureOf(used, "key_vault", RECOVER) === false) {
          warnOnce(this, "acr-auth:soft-deleted-secrets", NOT_RECOVERED);
        }
      },
    });
    this.delivered = configs.map(([key, config]) => new DeliveredSecret(this, key, config));
    this.secrets = this.delivered.map((delivered) => delivered.secret);
    if (writeOnly === true) {
      requireWriteOnlyArguments(this);
    }
  }

  /**
   * Lets a principal read these secrets, and no others of the vault: assigns Key Vault Secrets User on each of
   * them. Takes effect in vaults whose permission model is Azure RBAC.
   */
  public grantRead(principal: IAcrPrincipal): Grant {
    const problems = principalProblems(principal);
    reportAtSynth(this, () => inCall("grantRead", problems));
    const readable = problems.length === 0 ? this.delivered : [];
    const grants = readable.map((secret) =>
      ScopeGrants.of(secret, principal).grantRole(KEY_VAULT_SECRETS_USER),
    );
    return new Grant(grants.flatMap(({ roleAssignments }) => roleAssignments));
  }
}

/** The secrets in the vault, by the ids of their constructs. */
function configsOf(
  { keyVaultId, name, json, dockerConfig, tags, writeOnly, provider }: KeyVaultDeliveryProps,
  secret: ClientSecret,
): [string, KeyVaultSecretConfig][] {
  const { username, value: password, revision } = secret;
  const ofEach = {
    provider,
    keyVaultId: vaultId(keyVaultId),
    expirationDate: secret.expiresOn,
    tags: { ...tags, [TAGS.clientId]: username, [TAGS.slot]: secret.activeSlot },
  };
  const secretly = (value: string): Partial<KeyVaultSecretConfig> =>
    writeOnly === true ? { valueWo: value, valueWoVersion: revision } : { value };
  if (dockerConfig === undefined && json !== true) {
    const ofText = { ...ofEach, contentType: "text/plain" };
    return [
      ["username", { ...ofText, name: `${name}${USERNAME}`, value: username }],
      ["password", { ...ofText, name: `${name}${PASSWORD}`, ...secretly(password) }],
    ];
  }
  const text =
    dockerConfig?.json ?? Token.asString(Fn.sensitive(Fn.jsonencode({ username, password })));
  const contentType = "application/json";
  return [["json", { ...ofEach, contentType, name, ...secretly(text) }]];
}

const RECOVER = "recover_soft_deleted_secrets";
const NOT_RECOVERED =
  `The azurerm provider has ${RECOVER} = false: where a secret of this name was deleted and the vault still ` +
  "retains it, the apply fails until somebody recovers or purges that one. Leave the setting out, and azurerm " +
  "recovers it.";
