import { Command } from "commander";

export function initCommand(): Command {
  return new Command("init")
    .summary("write a working project into a folder")
    .description(
      "Writes a working project: package.json with the versions that were tested together, cdktf.json, access.yaml, and pipelines for GitHub Actions and Azure Pipelines. A file that is there already is kept as it is; a package.json gets what it lacks.",
    )
    .argument("[folder]", "where to; made if it is not there", ".")
    .option("--typescript", "a program in TypeScript with a test of it, instead of access.yaml")
    .addHelpText(
      "after",
      `
Examples:
  npx cdktf-acr-auth init          in an empty folder, with nothing installed
  acr-auth init shop-access

Exit codes: 0 written; 1 nothing was written, and why; 2 not used as this help says.`,
    )
    .action(async (folder: string, options: { typescript?: true }) => {
      const { init } = await import("./init.js");
      process.stdout.write(
        init(folder, options.typescript === true ? "typescript" : "access-file"),
      );
    });
}
