import { TerraformProvider } from "cdktf";
import { flag, optionalProvider, text } from "../../core/kinds";
import { optional, Shape } from "../../core/props";
import type { ClientSecret } from "../../credential/client-secret";
import type { IAcrRegistry } from "../../registry/registry";
import { RENAME_OPTIONS, type RenameOptions } from "../../terraform/renaming";
import { CLIENT_SECRET } from "../client-secrets";
import { REGISTRY, type WithLoginServer } from "../login-servers";

/** What is delivered to Vault, and where it is there. */
export interface VaultDeliveryProps extends RenameOptions {
  /** The client secret. */
  readonly clientSecret: ClientSecret;
  /** The registry that it logs in to. */
  readonly registry: IAcrRegistry;
  /** The path where the key/value engine of version 2 is mounted: that of a mount of the program, or as in `secret`. */
  readonly mount: string;
  /** The path of the secret in the engine, as in `shop/registry`. */
  readonly name: string;
  /**
   * Whether the value is sent without keeping a second copy of it in the state (`data_json_wo`). The stack
   * requires Terraform 1.11 or OpenTofu 1.11 then. Where an apply breaks off
   * while it sends the value, no other sends it again before the next rotation.
   * @default false
   */
  readonly writeOnly?: boolean;
  /**
   * The vault provider, for a stack with several Vaults or namespaces.
   * @default - the stack's vault provider without an alias
   */
  readonly provider?: TerraformProvider;
}

export const VAULT_DELIVERY: Shape<WithLoginServer<VaultDeliveryProps>> = {
  clientSecret: CLIENT_SECRET,
  registry: REGISTRY,
  mount: text,
  name: text,
  writeOnly: optional(flag),
  provider: optionalProvider("vault"),
  ...RENAME_OPTIONS,
};
