import { Command, InvalidArgumentError, Option } from "commander";

export function reviewCommand(): Command {
  return new Command("review")
    .summary("tell what a plan changes about who may do what")
    .description(
      "Tells what plans of Terraform or OpenTofu change about who may do what on which registry, whoever has written the program: with this library, by hand or with modules. Reads what terraform show -json prints of a plan, and prints no secret of it.",
    )
    .argument(
      "<plan>",
      "a file with that JSON, a folder of such files, or - for what comes on the input; or the plan itself, in its initialised folder, where terraform show is run",
    )
    .addOption(
      new Option(
        "-f, --format <format>",
        "for a terminal, a comment on a pull request, a browser, programs or code scanning",
      )
        .choices(["text", "markdown", "html", "json", "sarif"])
        .default("text"),
    )
    .option("-o, --output <file>", "write it to this file instead, whole or not at all")
    .option("-p, --policy <file>", "limits, switches and acknowledgements of rules, as YAML")
    .addOption(
      new Option(
        "--fail-on <what>",
        `what ends with exit code 2: ${FAILURES.join(", ")}, or several with commas`,
      )
        .argParser(failuresOf)
        .default(["broader", "high"], "broader,high"),
    )
    .addHelpText(
      "after",
      `
Examples:
  acr-auth review plan.json                       after terraform show -json plan > plan.json
  terraform show -json plan | acr-auth review - --format json
  acr-auth review plans --fail-on change          each .json file of the folder
  acr-auth review plan.json --policy policy.yaml  with acknowledged findings, and limits of your own
  acr-auth review plan.json --format markdown --output comment.md
  acr-auth review plan.json --format html --output review.html

Markdown begins with <!-- acr-auth review -->, by which a pipeline finds its comment again. It is at most 65,535 bytes
long, so that GitHub takes it, and says what is left out of it. HTML is one page that loads nothing.
JSON has a schema, which acr-auth schema review prints. SARIF 2.1.0 has the findings.

The first line says it all: BROADER, NARROWER, BROADER AND NARROWER or NO CHANGE OF ACCESS. It is about this plan: what
groups, other programs and other people let somebody do is not in it. What the plan does not tell is taken at its widest.

Below it are findings, high, medium or low: what is worth a look, whether the plan brings it or it has been so before.
A policy acknowledges those that are wanted; its first line, for editors, is
  # yaml-language-server: $schema=./node_modules/cdktf-acr-auth/policy.schema.json

What --fail-on names: broader, a plan that lets somebody in; change, that or one that keeps somebody out; high, medium or
low, a finding of that severity or above that nobody has acknowledged; nothing, which is exit code 0.

Exit codes: 0 nothing to fail on, 1 a plan or a policy that can't be read, 2 something to fail on, or not used as this help says.`,
    )
    .action(async (given: string, options: ReviewOptions) => {
      const { runReview } = await import("./run.js");
      await runReview(given, options);
    });
}

export interface ReviewOptions {
  readonly format: "text" | "markdown" | "html" | "json" | "sarif";
  readonly output?: string;
  readonly policy?: string;
  readonly failOn: readonly Failure[];
}

const FAILURES = ["broader", "change", "high", "medium", "low", "nothing"] as const;

export type Failure = (typeof FAILURES)[number];

function failuresOf(text: string): Failure[] {
  const words = text.split(",");
  const failures = FAILURES.filter((one) => words.includes(one));
  if (failures.length < words.length) {
    throw new InvalidArgumentError(
      `Give some of ${FAILURES.join(", ")}, with commas between them.`,
    );
  }
  if (failures.includes("nothing") && failures.length > 1) {
    throw new InvalidArgumentError("nothing stands alone.");
  }
  return failures;
}
