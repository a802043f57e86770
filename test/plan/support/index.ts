import "cdktf-acr-auth-sandbox/jest";

export {
  describeWithEachEngine,
  describeWithTerraform,
} from "../../../sandbox/test/with-terraform";
export { Deployment } from "./deployment";
export type { Program } from "./program";
