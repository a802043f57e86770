import { findTerraform } from "../lib";

// A newcomer without Terraform sees these tests reported as skipped, not as passed.

const wanted = process.env.TERRAFORM_BINARY_NAME;
const engines = (wanted === undefined ? ["terraform", "tofu"] : [wanted]).filter(isInstalled);

/** `test`, on a machine that has Terraform. */
export const testWithTerraform = engines.length > 0 ? test : test.skip;

/** `describe`, on a machine that has Terraform. */
export const describeWithTerraform = engines.length > 0 ? describe : describe.skip;

/** `describe` for each of Terraform and OpenTofu that this machine has, with its name. */
export const describeWithEachEngine =
  engines.length > 0 ? describe.each(engines) : describe.skip.each(["terraform"]);

function isInstalled(name: string): boolean {
  try {
    findTerraform({ ...process.env, TERRAFORM_BINARY_NAME: name });
    return true;
  } catch {
    return false;
  }
}
