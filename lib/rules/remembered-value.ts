import { Construct } from "constructs";
import { TerraformResource } from "cdktf";

/**
 * A value that stays as it was at the first apply. The resource is built in to Terraform. cdktf's
 * own class for it runs the terraform binary at every synth, which a machine that only synthesizes
 * may not have.
 */
export class RememberedValue extends TerraformResource {
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
