import "./matchers";
import { findTerraform } from "../../../sandbox/client";

export { Deployment, type Program } from "./deployment";

function terraformIsInstalled(): boolean {
  try {
    findTerraform();
    return true;
  } catch {
    return false;
  }
}

/** `describe`, on a machine that has Terraform; elsewhere the tests are reported as skipped. */
export const describeWithTerraform = terraformIsInstalled() ? describe : describe.skip;
