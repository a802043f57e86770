import { TerraformProvider } from "cdktf";
import { flag, optionalProvider, text, textMap } from "../../core/kinds";
import { optional, Shape } from "../../core/props";
import type { ClientSecret } from "../../credential/client-secret";
import { RENAME_OPTIONS, type RenameOptions } from "../../terraform/renaming";
import { OPTIONAL_CLIENT_SECRET } from "../client-secrets";
import { DOCKER_CONFIG, DockerConfig } from "../docker-config";

/** What is delivered, by exactly one of `clientSecret` and `dockerConfig`, and to where. */
export interface KeyVaultDeliveryProps extends RenameOptions {
  /**
   * The resource id of the vault, literal or a token, as `az keyvault show --query id` prints it. The vault
   * must be in the subscription of the azurerm provider: azurerm looks for it there, and forgets the secrets of
   * any other.
   */
  readonly keyVaultId: string;
  /** The name of the secret, or what the names of both begin with: letters, digits and "-". */
  readonly name: string;
  /** Delivers two secrets, `<name>-usr` and `<name>-pwd`, or one with `json`. */
  readonly clientSecret?: ClientSecret;
  /**
   * Whether the client secret is delivered as one secret, `<name>`, with `username` and `password` in JSON.
   * @default false
   */
  readonly json?: boolean;
  /** Delivers one secret, `<name>`, with the config in it. */
  readonly dockerConfig?: DockerConfig;
  /**
   * Further tags of the secrets, 13 at most: each has the tags `client-id` and `slot`, of what it holds.
   * @default - none
   */
  readonly tags?: Record<string, string>;
  /**
   * Whether the value is sent without keeping a second copy of the client secret in the state (`value_wo`). The
   * stack requires Terraform 1.11 or OpenTofu 1.11 then. Terraform then sees no change that somebody else makes
   * to the value. Where an apply breaks off
   * while it sends the value, no other sends it again before the next rotation.
   * @default false
   */
  readonly writeOnly?: boolean;
  /**
   * The azurerm provider, for a stack with several subscriptions.
   * @default - the stack's azurerm provider without an alias
   */
  readonly provider?: TerraformProvider;
}

export const KEY_VAULT_DELIVERY: Shape<KeyVaultDeliveryProps> = {
  keyVaultId: text,
  name: text,
  clientSecret: OPTIONAL_CLIENT_SECRET,
  json: optional(flag),
  dockerConfig: optional(DOCKER_CONFIG),
  tags: optional(textMap),
  writeOnly: optional(flag),
  provider: optionalProvider("azurerm"),
  ...RENAME_OPTIONS,
};
