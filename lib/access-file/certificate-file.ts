import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { CertificateProps } from "../credential/certificate-rules";
import type { CertificateEntry } from "./credential-schema";

/**
 * The certificate of an entry, read from its file if it has one.
 *
 * @throws the error of the file system when the file can't be read
 */
export function certificateProps(
  { file, ...props }: CertificateEntry,
  folder: string,
): CertificateProps {
  if (file === undefined) {
    return props;
  }
  const content = readFileSync(resolve(folder, file));
  return content.includes("-----BEGIN")
    ? { ...props, pem: content.toString() }
    : { ...props, der: content.toString("base64") };
}
