import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Command } from "commander";
import { glob, isDynamicPattern } from "tinyglobby";
import { inert } from "../../core/inert";
import { missing } from "../access-file-argument";

/** The files that the arguments name, each once. What names none is told, all at once. */
export async function filesNamed(given: readonly string[], command: Command): Promise<string[]> {
  const files = new Map<string, string>();
  const nameless: string[] = [];
  for (const argument of given) {
    const named = await filesOf(argument);
    if (named.length === 0) {
      nameless.push(
        isDynamicPattern(argument) ? `no file matches "${inert(argument)}"` : missing(argument),
      );
    }
    for (const file of named) {
      files.set(resolve(file), file);
    }
  }
  if (nameless.length > 0) {
    command.error(`error: ${nameless.join("\nerror: ")}`);
  }
  return [...files.values()];
}

async function filesOf(argument: string): Promise<string[]> {
  // Brackets and the like are allowed in names of files.
  if (existsSync(argument)) {
    return [argument];
  }
  // In a pattern "\" takes the meaning from a character; on Windows people write it between folders.
  const pattern = process.platform === "win32" ? argument.replaceAll("\\", "/") : argument;
  return isDynamicPattern(pattern)
    ? (await glob(pattern, { expandDirectories: false })).sort()
    : [];
}
