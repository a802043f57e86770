import { existsSync } from "node:fs";
import { Argument, Command } from "commander";
import { inert } from "../core/inert";

/** The argument of commands that take one access file. */
export function accessFileArgument(): Argument {
  return new Argument(
    "[file]",
    "the access file; access.yaml, or what ACR_ACCESS_FILE names, by default",
  );
}

/** The access file that a command was given, which must exist. */
export function givenAccessFile(given: string | undefined, command: Command): string {
  const file = given ?? defaultAccessFile();
  if (!existsSync(file)) {
    command.error(`error: ${missing(file)}`);
  }
  return file;
}

/** The access file where a command was given none. */
export function defaultAccessFile(): string {
  return process.env.ACR_ACCESS_FILE ?? "access.yaml";
}

/** What is told of an access file that is not there. */
export function missing(file: string): string {
  return `the file "${inert(file)}" does not exist; write it, or name another`;
}
