import { resolve } from "node:path";
import type { CertificateProps } from "../credential/certificate-rules";
import { readRegularFile } from "../yaml/read-file";

/** No certificate needs more. */
const MAX_BYTES = 64 * 1024;

/**
 * A certificate, read from its file.
 *
 * @throws UnreadableFile when the file can't be read or is no such file
 */
export function certificateIn(folder: string, file: string): CertificateProps {
  const content = readRegularFile(resolve(folder, file), MAX_BYTES);
  return content.includes("-----BEGIN")
    ? { pem: content.toString() }
    : { der: content.toString("base64") };
}
