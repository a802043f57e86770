import { readFileSync, statSync } from "node:fs";
import { isNativeError } from "node:util/types";
import { AccessFileError } from "./mistake";

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
    throw new AccessFileError(`${file}: is not UTF-8 text; save it in the encoding UTF-8`);
  }
}

function readBytes(file: string): Buffer {
  try {
    const stats = statSync(file);
    if (!stats.isFile()) {
      throw new AccessFileError(
        `${file}: is ${stats.isDirectory() ? "a directory" : "no regular file"}; name a YAML file`,
      );
    }
    if (stats.size > MAX_BYTES) {
      throw new AccessFileError(
        `${file}: has ${stats.size} bytes; an access file has ${MAX_BYTES} at most, split it into several`,
      );
    }
    return readFileSync(file);
  } catch (error) {
    throw isNativeError(error) && "code" in error
      ? new AccessFileError(`${file}: ${REASONS[String(error.code)] ?? error.message}`)
      : error;
  }
}

const REASONS: Record<string, string> = {
  ENOENT: "does not exist; write it, or name another file in ACR_ACCESS_FILE",
  ENOTDIR: "does not exist: a part of its path is a file; correct the path",
  EACCES: "may not be read; give this user the permission to read it",
};
