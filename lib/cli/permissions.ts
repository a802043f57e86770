import { Command } from "commander";
import { accessFileArgument, givenAccessFile } from "./access-file-argument";

export function permissionsCommand(): Command {
  return new Command("permissions")
    .summary("tell what the identity that deploys an access file needs")
    .description(
      "Prints what the identity that deploys an access file may have to be given, in Microsoft Entra and in Azure, with the commands that give it. Writes nothing.",
    )
    .addArgument(accessFileArgument())
    .addHelpText(
      "after",
      `
Examples:
  acr-auth permissions                  for access.yaml
  acr-auth permissions env/prod.yaml    for another file

Exit codes: 0 done, 1 a mistake in the file, 2 no such file.

Environment variables:
  ACR_ACCESS_FILE  the access file where none is given; access.yaml by default

In a program: DeployerRights.of(stack).toText().`,
    )
    .action(async (given: string | undefined, _options: object, command: Command) => {
      const file = givenAccessFile(given, command);
      const { withAccessFile } = await import("../access-file/index.js");
      const { DeployerRights } = await import("../deployer/deployer-rights.js");
      withAccessFile(({ stack }) => {
        stack.runAllValidations();
        process.stdout.write(DeployerRights.of(stack).toText());
      }, file);
    });
}
