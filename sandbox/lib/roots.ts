/** Whose certificates clients of a sandbox trust: the system's, and the sandbox itself. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rootCertificates } from "node:tls";

/** Writes them into a file, and returns its path. */
export function writeRoots(certificate: string, directory: string): string {
  const file = join(directory, "roots.pem");
  writeFileSync(file, `${systemRoots()}\n${certificate}`);
  return file;
}

/** What Go would trust: https://go.dev/src/crypto/x509/root_linux.go */
function systemRoots(): string {
  const files = [process.env.SSL_CERT_FILE ?? "", ...ROOTS];
  const file = files.find((one) => one !== "" && existsSync(one));
  return file === undefined ? rootCertificates.join("\n") : readFileSync(file, "utf8");
}

const ROOTS = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/pki/tls/cacert.pem",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  "/etc/ssl/cert.pem",
];
