import { Command, Option } from "commander";

export function statusCommand(): Command {
  return new Command("status")
    .summary("tell who may do what now, and which credential ends when")
    .description(
      "Tells what states of Terraform or OpenTofu hold: every credential with its end and its next rotation, what ends first at the top, and who may do what on which registry. Reads what terraform show -json prints of a state, and prints no secret of it.",
    )
    .argument(
      "<state>",
      "a file with that JSON, a folder of such files, or - for what comes on the input",
    )
    .addOption(
      new Option("-f, --format <format>", "for people or for programs")
        .choices(["text", "json"])
        .default("text"),
    )
    .option("-o, --output <file>", "write it to this file instead, whole or not at all")
    .addOption(
      new Option("--fail-on <what>", "what ends with exit code 2")
        .choices(["overdue", "soon", "nothing"])
        .default("overdue"),
    )
    .addHelpText(
      "after",
      `
Examples:
  acr-auth status state.json                        after terraform show -json > state.json
  terraform show -json | acr-auth status -          in the initialised folder of the stack
  acr-auth status states --format json              each .json file of the folder

The first line is OVERDUE or IN TIME. Overdue is what has expired, unless another slot of the same secret lasts longer,
and a secret of this library that no apply has rotated two days after it should. When that is, a state tells of secrets
that this library made; of others it tells the end.

What --fail-on names: overdue; soon, that or what ends within 30 days; nothing, which is exit code 0.

Exit codes: 0 nothing to fail on, 1 a state that can't be read, 2 something to fail on, or not used as this help says.`,
    )
    .action(async (given: string, options: StatusOptions) => {
      const { runStatus } = await import("./run.js");
      await runStatus(given, options);
    });
}

export interface StatusOptions {
  readonly format: "text" | "json";
  readonly output?: string;
  readonly failOn: "overdue" | "soon" | "nothing";
}
