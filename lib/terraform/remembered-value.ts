import { Construct } from "constructs";
import { Postcondition, TerraformMetaArguments, TerraformResource } from "cdktf";

/** When a value is remembered, and what must hold for it. */
interface RememberedValueOptions extends Pick<TerraformMetaArguments, "dependsOn"> {
  /** Forgets the value, and remembers that of the program, when this changes. */
  readonly forgetWhenChanged?: number;
  /** What must hold for a plan to succeed; `self.input` is the value. */
  readonly postcondition?: Postcondition;
}

/**
 * A value that stays as it was at the first apply. The resource is built in to Terraform. cdktf's
 * own class for it runs the terraform binary at every synth, which a machine that only synthesizes
 * may not have.
 */
export class RememberedValue extends TerraformResource {
  public constructor(
    scope: Construct,
    id: string,
    private readonly input: string,
    private readonly options: RememberedValueOptions = {},
  ) {
    const { dependsOn, postcondition } = options;
    super(scope, id, {
      terraformResourceType: "terraform_data",
      dependsOn,
      lifecycle: { ignoreChanges: ["input"], postcondition: postcondition && [postcondition] },
    });
  }

  public get value(): string {
    return this.getStringAttribute("output");
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { input: this.input, triggers_replace: this.options.forgetWhenChanged };
  }
}
