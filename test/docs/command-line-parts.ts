import type { Command } from "commander";
import { acrAuth } from "../../lib/cli/acr-auth";
import { block, withPart } from "./page-parts";

/** The commands of the command line. */
export const COMMANDS: readonly Command[] = acrAuth().commands;

/** docs/command-line.md with the help of each command. */
export function withHelp(page: string): string {
  return COMMANDS.reduce(
    (soFar, command) => withPart(soFar, command.name(), block("text", helpOf(command))),
    page,
  );
}

/** What `--help` prints, examples and exit codes too, in a terminal of this width. */
function helpOf(command: Command): string {
  const written: string[] = [];
  command.configureOutput({
    writeOut: (text) => written.push(text),
    getOutHelpWidth: () => 100,
    getOutHasColors: () => false,
  });
  command.outputHelp();
  return written.join("");
}
