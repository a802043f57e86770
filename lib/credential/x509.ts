import { X509Certificate } from "node:crypto";

/** A public certificate: what is written of it, and when it is valid, in milliseconds. */
export interface PublicCertificate {
  /** In one form, so that a file with other line breaks, or in DER, is no change to Terraform. */
  readonly pem: string;
  readonly notBefore: number;
  readonly notAfter: number;
}

/**
 * Reads a certificate of one of the two forms.
 *
 * @throws with what is wrong and how to put it right; never with any of the text
 */
export function readCertificate(form: "pem" | "der", text: string): PublicCertificate {
  const certificate = parse(form === "pem" ? pemBlock(text) : derBytes(text));
  return {
    pem: certificate.toString(),
    notBefore: Date.parse(certificate.validFrom),
    notAfter: Date.parse(certificate.validTo),
  };
}

const BEGIN = "-----BEGIN CERTIFICATE-----";
const BLOCK = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/;

function pemBlock(text: string): string {
  if (/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/.test(text)) {
    throw new Error(
      "has a private key, which must never get into Terraform's state; give the certificate alone, as openssl x509 -in cert.pem prints it",
    );
  }
  const count = text.split(BEGIN).length - 1;
  if (count > 1) {
    throw new Error(
      `has ${count} certificates; Entra takes that of the application without its chain, give one`,
    );
  }
  const block = BLOCK.exec(text)?.[0];
  if (block === undefined) {
    throw new Error(`is no certificate in PEM; give the text from ${BEGIN} on`);
  }
  return block;
}

function derBytes(text: string): Buffer {
  if (!/^[A-Za-z0-9+/\s]+=*\s*$/.test(text)) {
    throw new Error("is not base64; give what base64 cert.der prints, or pem");
  }
  const bytes = Buffer.from(text, "base64");
  if (bytes.includes("-----BEGIN")) {
    throw new Error("is base64 of PEM, not of DER; give pem");
  }
  return bytes;
}

function parse(input: string | Buffer): X509Certificate {
  try {
    return new X509Certificate(input);
  } catch {
    // OpenSSL's own message says nothing to a user.
    throw new Error(
      "is no X.509 certificate; a private key, a request or a PKCS #12 file does not belong here",
    );
  }
}
