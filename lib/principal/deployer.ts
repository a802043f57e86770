import { Construct } from "constructs";
import { TerraformProvider, TerraformResource, TerraformStack } from "cdktf";
import { DataAzureadClientConfig } from "@cdktf/provider-azuread/lib/data-azuread-client-config";
import { aliasOf } from "../rules/providers";

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

/**
 * A value that stays as it was at the first apply. The resource is built in to Terraform. cdktf's
 * own class for it runs the terraform binary at every synth, which a machine that only synthesizes
 * may not have.
 */
class RememberedValue extends TerraformResource {
  public readonly value: string;

  public constructor(
    scope: Construct,
    id: string,
    private readonly input: string,
  ) {
    super(scope, id, {
      terraformResourceType: "terraform_data",
      lifecycle: { ignoreChanges: ["input"] },
    });
    this.value = this.getStringAttribute("output");
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { input: this.input };
  }
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
