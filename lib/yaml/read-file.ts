import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { isNativeError } from "node:util/types";

/** A file that can't be used; the message says why and what to do, to follow the name of the file. */
export class UnreadableFile extends Error {}

/**
 * The content of a regular file of at most so many bytes. It is opened once, so that it can't become
 * another one between a look at it and the reading.
 *
 * @throws UnreadableFile
 */
export function readRegularFile(path: string, maxBytes: number): Buffer {
  let descriptor: number | undefined;
  try {
    // Without waiting, as for somebody to write into a pipe.
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) {
      throw new UnreadableFile(stats.isDirectory() ? DIRECTORY : IRREGULAR);
    }
    return readAtMost(maxBytes, descriptor);
  } catch (error) {
    if (isNativeError(error) && "code" in error) {
      const code = String(error.code);
      throw new UnreadableFile(REASONS[code] ?? `can't be read (${code}); mend it`);
    }
    throw error;
  } finally {
    if (descriptor !== undefined) {
      closeSync(descriptor);
    }
  }
}

// Its size says nothing: it may grow, and files of the kernel have none.
function readAtMost(maxBytes: number, descriptor: number): Buffer {
  const bytes = Buffer.alloc(maxBytes + 1);
  let length = 0;
  let read = -1;
  while (read !== 0 && length < bytes.length) {
    read = readSync(descriptor, bytes, length, bytes.length - length, null);
    length += read;
  }
  if (length > maxBytes) {
    throw new UnreadableFile(`has more than ${maxBytes} bytes; make it smaller`);
  }
  return bytes.subarray(0, length);
}

const DIRECTORY = "is a directory; put a file in its place";
const IRREGULAR = "is no regular file; put one in its place";
const FORBIDDEN = "may not be read; give this user the permission to read it";

const REASONS: Record<string, string> = {
  ENOENT: "does not exist; write it",
  ENOTDIR: "does not exist: a part of its path is a file; correct the path",
  EACCES: FORBIDDEN,
  EPERM: FORBIDDEN,
  EISDIR: DIRECTORY,
  // What opening a socket ends in.
  ENXIO: IRREGULAR,
};
