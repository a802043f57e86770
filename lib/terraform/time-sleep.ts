import { Construct } from "constructs";
import { Fn, TerraformResource, TerraformStack, Token } from "cdktf";
import { providerWithoutAlias } from "./providers";

const PROVIDER = { source: "hashicorp/time", version: "~> 0.13" };

/**
 * Lets time pass after something was made, before what depends on this is made.
 *
 * The `time_sleep` of hashicorp/time, which needs no provider block; written without its binding, so
 * that programs which never wait have no more to install.
 */
export class TimeSleep extends TerraformResource {
  private seconds = 0;

  /**
   * @param triggers what is waited for: when one of them changes, the time passes anew
   */
  public constructor(
    scope: Construct,
    id: string,
    private readonly triggers: Record<string, string>,
  ) {
    super(scope, id, { terraformResourceType: "time_sleep" });
  }

  /** Waits for as long as the most patient of those who ask. */
  public lastAtLeast(seconds: number): void {
    this.seconds = Math.max(this.seconds, seconds);
  }

  /** The same text, for Terraform to pass on when the time has passed. */
  public after(text: string): string {
    return Token.asString(Fn.element([text, this.getStringAttribute("id")], 0));
  }

  // As a part of the stack and not as an override of it, so that what the program says comes last.
  public override toTerraform(): Record<string, unknown> {
    const resource = super.toTerraform() as Record<string, unknown>;
    const hasProvider = providerWithoutAlias(TerraformStack.of(this), "time") !== undefined;
    return hasProvider
      ? resource
      : { ...resource, terraform: { required_providers: { time: PROVIDER } } };
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { create_duration: `${this.seconds}s`, triggers: this.triggers };
  }
}
