import { Command, Option } from "commander";

export function checkCommand(): Command {
  return new Command("check")
    .summary("tell all mistakes and warnings in access files")
    .description(
      "Tells all mistakes and warnings in access files, each with its line and column. Builds everything that deploying would and writes nothing.",
    )
    .argument(
      "[file...]",
      "access files or patterns, as in env/*.yaml; access.yaml, or what ACR_ACCESS_FILE names, by default",
    )
    .addOption(
      new Option("-f, --format <format>", "for people, for programs or for code scanning")
        .choices(["text", "json", "sarif"])
        .default("text"),
    )
    .addHelpText(
      "after",
      `
Examples:
  acr-auth check
  acr-auth check env/prod.yaml "teams/**/*.yaml"     in quotes, a pattern is read alike by every shell
  acr-auth check --format sarif > acr-auth.sarif     GitHub's upload-sarif shows it at the lines

Exit codes: 0 no mistake, perhaps warnings, 1 mistakes, 2 no such file, or a pattern that matches none.

A warning about what is wanted is acknowledged in cdktf.json:
  "context": { "acr-auth:acknowledge": ["acr-auth:many-registries"] }

JSON:
  { "files": ["access.yaml"], "mistakes": 1, "warnings": 0,
    "findings": [{ "severity": "mistake" or "warning", "id": "acr-auth:mistake", or that of the warning,
      "file": "access.yaml", "line": 12, "column": 7, "path": "principals.web.displayName",
      "message": … }] }

SARIF 2.1.0: paths are relative to the root of the git repository, or to the working folder where there is none.

Environment variables:
  ACR_ACCESS_FILE  the access file where none is given; access.yaml by default
  NO_COLOR         no colour on a terminal either
  FORCE_COLOR      colour where there is no terminal too`,
    )
    .action(async (given: string[], { format }: { format: Format }, command: Command) => {
      const { check } = await import("./check.js");
      await check(given, format, command);
    });
}

export type Format = "text" | "json" | "sarif";
