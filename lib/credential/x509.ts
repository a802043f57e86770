import { X509Certificate } from "node:crypto";
import { privateKeyForm, privateKeyMessage } from "../core/private-key";

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
  refusePrivateKey(text);
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

function refusePrivateKey(content: string | Buffer): void {
  const form = privateKeyForm(content);
  if (form !== undefined) {
    throw new Error(privateKeyMessage(form));
  }
}

function derBytes(text: string): Buffer {
  if (!/^[A-Za-z0-9+/\s]+=*\s*$/.test(text)) {
    throw new Error("is not base64; give what base64 cert.der prints, or pem");
  }
  const bytes = Buffer.from(text, "base64");
  refusePrivateKey(bytes);
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
    throw new Error("is no X.509 certificate; a request, a chain or a key does not belong here");
  }
}
