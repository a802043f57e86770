import "cdktf-acr-auth-sandbox/jest";

export {
  describeWithEachEngine,
  describeWithTerraform,
} from "../../../sandbox/test/with-terraform";
export { Deployment, type Program } from "./deployment";
