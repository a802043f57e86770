import { existsSync, readFileSync } from "node:fs";
import { withAccessApp } from "./access-app";
import { DeployerRights } from "./lib/deployer/deployer-rights";

// cdktf hands an app the context of cdktf.json, but it is not cdktf that runs this.
if (process.env.CDKTF_CONTEXT_JSON === undefined && existsSync("cdktf.json")) {
  const { context = {} } = JSON.parse(readFileSync("cdktf.json", "utf8")) as { context?: object };
  process.env.CDKTF_CONTEXT_JSON = JSON.stringify(context);
}

/** Prints what the identity that deploys the access file may have to be given. */
withAccessApp(({ stack }) => {
  stack.runAllValidations();
  process.stdout.write(DeployerRights.of(stack).toText());
});
