import { Construct } from "constructs";
import { TerraformProvider } from "cdktf";
import { KeyVaultSecret, KeyVaultSecretConfig } from "@cdktf/provider-azurerm/lib/key-vault-secret";
import { lowerCaseUuid, segmentOf } from "../../core/values";
import type { GrantScope } from "../../grant/grant-scope";
import { PermissionsMode } from "../../role/permissions-mode";
import { AcrRole } from "../../role/roles";

/** Reads secrets of a vault, or one of them. Source: Microsoft's "Azure built-in roles for Security". */
export const KEY_VAULT_SECRETS_USER = AcrRole.custom(
  "4633458b-17de-408a-b874-0445c86b69e6",
  "Key Vault Secrets User",
);

/** A secret in a key vault, to which readers are let in. */
export class DeliveredSecret extends Construct implements GrantScope {
  public readonly secret: KeyVaultSecret;
  public readonly scopeId: string;
  public readonly subscriptionId: string;
  // Those of registries; to Key Vault, any is as good.
  public readonly permissionsMode = PermissionsMode.LEGACY;
  public readonly provider?: TerraformProvider;

  public constructor(scope: Construct, id: string, config: KeyVaultSecretConfig) {
    super(scope, id);
    this.secret = new KeyVaultSecret(this, "Resource", config);
    // Without a version, so that it is the same after a rotation.
    this.scopeId = this.secret.resourceVersionlessId;
    this.subscriptionId = lowerCaseUuid(segmentOf(config.keyVaultId, 2));
    this.provider = config.provider;
  }
}
