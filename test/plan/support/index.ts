import "./matchers";

export { describeWithEachEngine, describeWithTerraform } from "../../support/with-terraform";
export { Deployment, type Program } from "./deployment";
