import { errorOfFile } from "./mistake";
import { readRegularFile, UnreadableFile } from "./read-file";

const MAX_BYTES = 1024 * 1024;

/**
 * The text of an access file, without a byte order mark.
 *
 * @throws AccessFileError when it can't be read, is too large, or is not text
 */
export function readText(file: string): string {
  const bytes = readBytes(file);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw errorOfFile(file, "is not UTF-8 text; save it in the encoding UTF-8");
  }
}

function readBytes(file: string): Buffer {
  try {
    return readRegularFile(file, MAX_BYTES);
  } catch (error) {
    throw error instanceof UnreadableFile
      ? errorOfFile(file, `${error.message}, or name another file in ACR_ACCESS_FILE`)
      : error;
  }
}
