import { Construct } from "constructs";
import { TerraformResource, TerraformStack } from "cdktf";
import type { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { Problem } from "../rules/problem";
import { wholeNumberProblems } from "../rules/values";

/**
 * Lets time pass after a role assignment was made, before what depends on the grant is made.
 *
 * A `time_sleep` of hashicorp/time, which needs no provider block; written without its binding, so
 * that programs which never wait have no more to install.
 */
export class Propagation extends TerraformResource {
  private seconds = 0;

  public constructor(
    parent: Construct,
    private readonly assignment: RoleAssignment,
  ) {
    super(parent, "propagation", { terraformResourceType: "time_sleep" });
    TerraformStack.of(this).addOverride("terraform.required_providers.time", {
      source: "hashicorp/time",
      version: "~> 0.13",
    });
  }

  /** Waits for as long as the most patient grant of the role asks for. */
  public lastAtLeast(seconds: number): void {
    this.seconds = Math.max(this.seconds, seconds);
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return {
      create_duration: `${this.seconds}s`,
      // A role assignment that is replaced has to be waited for anew.
      triggers: { role_assignment: this.assignment.id },
    };
  }
}

/** The rule for the time that a grant takes to propagate. */
export function propagationProblems(seconds: number): Problem[] {
  return wholeNumberProblems("propagationSeconds", seconds, 1, "seconds");
}
