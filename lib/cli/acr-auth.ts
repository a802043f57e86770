import { Command } from "commander";
import { inert } from "../core/inert";
import { checkCommand } from "./check/command";
import { initCommand } from "./init";
import { ownPackage } from "./own-package";
import { permissionsCommand } from "./permissions";
import { reviewCommand } from "./review/command";
import { sandboxCommand } from "./sandbox";
import { schemaCommand } from "./schema";
import { statusCommand } from "./status/command";
import { synthCommand } from "./synth";

/** The command line with all its commands. */
export function acrAuth(): Command {
  const program = new Command("acr-auth")
    .description(
      "Registry access as code: a file, access.yaml, says which applications may do what on which Azure container registry, and becomes Terraform.",
    )
    .version(ownPackage().version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    .enablePositionalOptions()
    .addHelpText("after", HELP);
  // In the order in which a newcomer needs them.
  for (const command of [
    initCommand(),
    checkCommand(),
    synthCommand(),
    permissionsCommand(),
    reviewCommand(),
    statusCommand(),
    schemaCommand(),
    sandboxCommand(),
  ]) {
    program.addCommand(command.helpOption("-h, --help", "print this help"));
  }
  for (const command of [program, ...program.commands]) {
    // Arguments come back in the messages, and may hold anything.
    command.exitOverride().configureOutput({
      outputError: (text, write) => {
        write(`${text.trimEnd().split("\n").map(inert).join("\n")}\n`);
      },
    });
  }
  return program;
}

const HELP = `
Examples:
  acr-auth check                                             all mistakes in access.yaml, with their lines
  acr-auth sandbox -- npx cdktf deploy --auto-approve        try it out without an Azure account
  acr-auth permissions                                       what the identity that deploys it needs

Exit codes:
  0  done, perhaps with warnings
  1  a mistake in the file, or what was asked can't be done
  2  not used as the help says: an unknown command or option, a file that is not there

Environment variables:
  ACR_ACCESS_FILE  the access file where none is given; access.yaml by default
  NO_COLOR         no colour on a terminal either
  FORCE_COLOR      colour where there is no terminal too

Deploying is cdktf's: cdktf diff, cdktf deploy, cdktf destroy.`;
