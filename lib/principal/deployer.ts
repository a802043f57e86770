import { Construct } from "constructs";
import { TerraformProvider, TerraformStack } from "cdktf";
import { DataAzureadClientConfig } from "@cdktf/provider-azuread/lib/data-azuread-client-config";
import { aliasOf } from "../terraform/providers";
import { RememberedValue } from "../terraform/remembered-value";

const ID = "acr-auth-deployer";

/**
 * The object id of the identity that first applied what it owns. Entra makes whoever creates an
 * application its owner and azuread takes that back unless it is listed, which locks a deployer
 * with the permission Application.ReadWrite.OwnedBy out of what it just made. The id is remembered
 * in the state, so that a plan which someone else runs later does not change the owners.
 */
export function firstDeployer(owned: Construct, id: string, provider?: TerraformProvider): string {
  return new RememberedValue(owned, id, clientConfig(owned, provider).objectId).value;
}

function clientConfig(scope: Construct, provider?: TerraformProvider): DataAzureadClientConfig {
  const stack = TerraformStack.of(scope);
  const alias = aliasOf(provider);
  const id = alias === "" ? ID : `${ID}-${alias}`;
  const existing = stack.node.tryFindChild(id);
  return existing instanceof DataAzureadClientConfig
    ? existing
    : new DataAzureadClientConfig(stack, id, { provider });
}
