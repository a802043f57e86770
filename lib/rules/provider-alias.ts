import { TerraformProvider } from "cdktf";

/**
 * What tells the providers of one type in a stack apart. A provider without an alias is what Terraform
 * uses where none is named, so both are the same.
 */
export function aliasOf(provider?: TerraformProvider): string {
  return provider?.alias ?? "";
}
