import { Problem } from "./problem";

/** What is wrong with a text that holds a private key. */
export function privateKeyMessage(form: string): string {
  return `holds a private key ${form}, which must never get into Terraform's state; take it out, and where a certificate is asked for give that alone, as openssl x509 -in cert.pem prints it`;
}

/** The rule that no text holds a private key, be it around a token; undefined passes. */
export function privateKeyProblems(key: string, text: string | undefined): Problem[] {
  const form = privateKeyForm(text ?? "");
  return form === undefined ? [] : [{ key, message: privateKeyMessage(form) }];
}

/**
 * The form of a private key in a text or in bytes, in words; undefined where none is known to be there.
 * Looks into base64 and hexadecimal as well, since that is how keys travel through pipelines.
 */
export function privateKeyForm(content: string | Buffer): string | undefined {
  const bytesForm = typeof content === "string" ? undefined : derForm(content);
  return bytesForm ?? textForm(typeof content === "string" ? content : content.toString("latin1"));
}

// All marks of a form must be there; each is looked for by itself, in time linear to the text.
const FORMS: readonly (readonly [form: string, ...marks: RegExp[]])[] = [
  ["of PGP", /-----BEGIN PGP PRIVATE KEY BLOCK-----/],
  ["of OpenSSH", /-----BEGIN OPENSSH PRIVATE KEY-----|openssh-key-v1\0/],
  ["in PEM", /-----BEGIN[A-Z0-9 ]* PRIVATE KEY-----/],
  ["of SSH2", /---- BEGIN [A-Z0-9 ]*PRIVATE KEY ----/],
  ["of PuTTY", /PuTTY-User-Key-File-\d/],
  ["of age", /AGE-SECRET-KEY-1/],
  ["as JWK", /"kty"\s*:/, /"(?:d|k)"\s*:/],
  ["in XML", /<[A-Z]+KeyValue>/, /<[DX]>/],
];

/** Longer than any word that people write, shorter than any key. */
const ENCODED = /[A-Za-z0-9+/_-]{40,}={0,2}/g;

function textForm(text: string): string | undefined {
  const marked = FORMS.find(([, ...marks]) => marks.every((mark) => mark.test(text)))?.[0];
  if (marked !== undefined) {
    return marked;
  }
  for (const run of text.match(ENCODED) ?? []) {
    const form = privateKeyForm(Buffer.from(run, /^[0-9a-f]+$/i.test(run) ? "hex" : "base64"));
    if (form !== undefined) {
      return form;
    }
  }
  return undefined;
}

// What tells DER with a private key from a certificate is how it begins. RFC 8017 A.1.2, RFC 5958 and
// RFC 5915: a sequence of a small version and the key; RFC 7292: of the version 3 and the rest. What is
// encrypted by a password begins with the algorithm: PKCS #5 (RFC 8018) or PKCS #12.
const DER_FORMS: readonly (readonly [form: string, beginning: RegExp])[] = [
  ["in DER (PKCS #12)", /^\x02\x01\x03\x30/],
  ["in DER (PKCS #8)", /^\x02\x01[\x00\x01]\x30/],
  ["in DER (SEC 1)", /^\x02\x01\x01\x04/],
  ["in DER (PKCS #1)", /^\x02\x01[\x00\x01]\x02/],
  ["in DER (PKCS #8, encrypted)", /^\x30.{1,2}\x06.\x2a\x86\x48\x86\xf7\x0d\x01[\x05\x0c]/s],
];

/** A sequence, its length, and the first bytes inside. */
const SEQUENCE = /^\x30(?:[\x00-\x80]|\x81.|\x82..|\x83...)(.{20})/s;

function derForm(bytes: Buffer): string | undefined {
  const [, inside = ""] = SEQUENCE.exec(bytes.toString("latin1", 0, 64)) ?? [];
  return DER_FORMS.find(([, beginning]) => beginning.test(inside))?.[0];
}
