import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { Command } from "commander";
import { ownPackage } from "./own-package";

const SANDBOX = "cdktf-acr-auth-sandbox";

export function sandboxCommand(): Command {
  return new Command("sandbox")
    .summary("run a command against a stand-in for Azure")
    .description(
      `Runs a command, such as cdktf, terraform or a shell, against a sandbox: a stand-in for Microsoft Entra and Azure that lives as long as the command. No account is needed and nothing real is changed. The sandbox is a package of its own, ${SANDBOX}.`,
    )
    .argument("<command...>", "the command and its arguments, after --")
    .option("--seed <file>", "YAML with what exists before the first apply")
    .option("--providers <real>", "run the real azuread and azurerm against it, on Linux")
    .option("--port <number>", "where they find it on this host; by default a free one")
    .passThroughOptions()
    .addHelpText(
      "after",
      `
Examples:
  acr-auth sandbox -- npx cdktf deploy --auto-approve
  acr-auth sandbox -- bash
  acr-auth sandbox --providers real -- bash

Exit codes: that of the command; 1 where the sandbox is not installed or can't start, 2 no command given.`,
    )
    .action(async (words: string[], options: Record<string, string>) => {
      const bin = sandboxBin();
      const own = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
      // In this process, so that the terminal, signals and the exit code are the sandbox's without a go-between.
      process.argv = [process.execPath, bin, ...own, "--", ...words];
      await import(pathToFileURL(bin).href);
    });
}

/** The file that the sandbox of the working folder runs by, or of where this package is installed. */
function sandboxBin(): string {
  for (const place of [process.cwd(), __dirname]) {
    try {
      const file = createRequire(join(place, "_")).resolve(`${SANDBOX}/package.json`);
      const { bin } = JSON.parse(readFileSync(file, "utf8")) as { bin: Record<string, string> };
      return join(dirname(file), bin[SANDBOX] ?? "");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") {
        throw error;
      }
    }
  }
  throw new Error(
    `The sandbox is not installed. Install it: npm install --save-dev ${SANDBOX}@${ownPackage().version}`,
  );
}
