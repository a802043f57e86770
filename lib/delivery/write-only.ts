import { IConstruct } from "constructs";
import { TerraformStack } from "cdktf";

/**
 * Asks for the Terraform, or OpenTofu, that has write-only arguments: an older one refuses what is delivered by
 * them with a message that tells nobody why.
 */
export function requireWriteOnlyArguments(delivery: IConstruct): void {
  TerraformStack.of(delivery).addOverride("terraform.required_version", ">= 1.11");
}
