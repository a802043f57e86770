import { withAccessFile } from "./lib/access-file";
import { DeployerRights } from "./lib/deployer/deployer-rights";

/** Prints what the identity that deploys the access file may have to be given. */
withAccessFile(({ stack }) => {
  stack.runAllValidations();
  process.stdout.write(DeployerRights.of(stack).toText());
});
