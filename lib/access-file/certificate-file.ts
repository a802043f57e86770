import { resolve } from "node:path";
import type { CertificateProps } from "../credential/certificate-rules";
import type { CertificateEntry } from "./credential-schema";
import { readRegularFile } from "./read-file";

/** No certificate needs more. */
const MAX_BYTES = 64 * 1024;

/**
 * The certificate of an entry, read from its file if it has one.
 *
 * @throws UnreadableFile when the file can't be read or is no such file
 */
export function certificateProps(
  { file, ...props }: CertificateEntry,
  folder: string,
): CertificateProps {
  if (file === undefined) {
    return props;
  }
  const content = readRegularFile(resolve(folder, file), MAX_BYTES);
  return content.includes("-----BEGIN")
    ? { ...props, pem: content.toString() }
    : { ...props, der: content.toString("base64") };
}
