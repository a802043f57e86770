import { Command } from "commander";
import { inert } from "../core/inert";
import { accessFileArgument, givenAccessFile } from "./access-file-argument";

export function synthCommand(): Command {
  return new Command("synth")
    .summary("turn an access file into Terraform JSON")
    .description(
      "Turns an access file into Terraform JSON, below cdktf.out: what cdktf deploy applies. Warnings and mistakes are told with their lines; after a mistake, cdktf.out stays as it was.",
    )
    .addArgument(accessFileArgument())
    .addHelpText(
      "after",
      `
Examples:
  acr-auth synth                  access.yaml to cdktf.out/stacks/access/cdk.tf.json
  acr-auth synth env/prod.yaml    another file, as the stack "prod" with a state of its own

Exit codes: 0 done, 1 a mistake in the file, 2 no such file.

Environment variables:
  ACR_ACCESS_FILE  the access file where none is given; access.yaml by default
  CDKTF_OUTDIR     the folder to write to; cdktf.out by default

The context of cdktf.json holds here as well. In a project, cdktf does this by itself before diff and deploy.`,
    )
    .action(async (given: string | undefined, _options: object, command: Command) => {
      const file = givenAccessFile(given, command);
      const { synthAccessFile } = await import("../access-file/index.js");
      const access = synthAccessFile(file);
      if (access !== undefined) {
        const { asLines } = await import("./check/text.js");
        const written = inert(`${access.file} is now ${access.output}`);
        process.stdout.write(`${asLines(access.stack.findings)}${written}\n`);
      }
    });
}
