import { dirname } from "node:path";
import { AccessFileError, pathText } from "./mistake";
import { parseYaml } from "./parse-yaml";
import { readText } from "./read-text";
import { ruleMistakes } from "./rules";
import { AccessFile, accessFile, accessFileDraft } from "./schema";
import { structureMistakes } from "./structure-mistakes";

/**
 * Reads an access file. `now` is the time of the synth in milliseconds, for rules about the future.
 *
 * @throws AccessFileError that lists all mistakes, each with line, column and path
 */
export function readAccessFile(file: string, now: number): AccessFile {
  const { value, positionOf } = parseYaml(file, readText(file));
  const folder = dirname(file);
  const mistakes = [
    ...structureMistakes(accessFileDraft, value),
    ...ruleMistakes(value, now, folder),
  ];
  if (mistakes.length > 0) {
    throw AccessFileError.listing(
      file,
      mistakes.map(({ path, message }) => ({
        ...positionOf(path),
        path: pathText(path),
        message,
      })),
    );
  }
  return { ...accessFile.parse(value), folder };
}
