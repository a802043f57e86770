import { errorOfFile } from "./mistake";
import { readRegularFile, UnreadableFile } from "./read-file";

/** What is said of a kind of file. */
export interface FileKind {
  /** As in `an access file`. */
  readonly name: string;
  /** What it does, as in `declares registries and principals`. */
  readonly purpose: string;
  /** How another one is taken, as in `name another file in ACR_ACCESS_FILE`. */
  readonly another: string;
}

const MAX_BYTES = 1024 * 1024;

/**
 * The text of a file, without a byte order mark.
 *
 * @throws FileError when it can't be read, is too large, or is not text
 */
export function readText(file: string, kind: FileKind): string {
  const bytes = readBytes(file, kind);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw errorOfFile(file, "is not UTF-8 text; save it in the encoding UTF-8");
  }
}

function readBytes(file: string, { another }: FileKind): Buffer {
  try {
    return readRegularFile(file, MAX_BYTES);
  } catch (error) {
    throw error instanceof UnreadableFile
      ? errorOfFile(file, `${error.message}, or ${another}`)
      : error;
  }
}
