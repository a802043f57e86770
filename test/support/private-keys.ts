import { generateKeyPairSync, KeyObject, randomBytes } from "node:crypto";

/** A private key made on the spot, as text or as the bytes of a file. */
export interface PlantedKey {
  /** How messages call it. */
  readonly form: string;
  readonly content: string | Buffer;
}

const ec = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
const edwards = generateKeyPairSync("ed25519").privateKey;
const jwk = rsa.export({ format: "jwk" });
const encrypted = { cipher: "aes-256-cbc", passphrase: randomBytes(8).toString("hex") };

const pem = (key: KeyObject, type: "pkcs1" | "pkcs8" | "sec1"): string =>
  key.export({ type, format: "pem" }).toString();
const der = (key: KeyObject, type: "pkcs1" | "pkcs8" | "sec1"): Buffer =>
  key.export({ type, format: "der" });
const lines = (bytes: Buffer, length = 70): string =>
  (bytes.toString("base64").match(new RegExp(`.{1,${length}}`, "g")) ?? []).join("\n");

// Node writes none of the forms of other tools, which are told by their frame: what is within is random.
const openSsh = Buffer.concat([Buffer.from("openssh-key-v1\0"), randomBytes(300)]);
const pkcs12 = Buffer.concat([
  Buffer.from("308204d2020103308204", "hex"),
  Buffer.from("9806092a864886f70d010701a0820489", "hex"),
  randomBytes(1200),
]);

/** Keys as people have them in files and variables. */
export const TEXT_KEYS: readonly PlantedKey[] = [
  { form: "in PEM", content: pem(ec, "pkcs8") },
  { form: "in PEM", content: pem(ec, "sec1") },
  { form: "in PEM", content: pem(rsa, "pkcs1") },
  {
    form: "in PEM",
    content: ec.export({ type: "pkcs8", format: "pem", ...encrypted }).toString(),
  },
  { form: "in PEM", content: pem(ec, "pkcs8").replaceAll("\n", "\\n") },
  { form: "in PEM", content: Buffer.from(pem(rsa, "pkcs8")).toString("base64") },
  { form: "in PEM", content: lines(Buffer.from(pem(ec, "sec1")), 76) },
  {
    form: "of OpenSSH",
    content: `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines(openSsh)}\n-----END OPENSSH PRIVATE KEY-----\n`,
  },
  { form: "of OpenSSH", content: openSsh.toString("base64") },
  {
    form: "of PGP",
    content: `-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n${lines(randomBytes(400), 64)}\n=aB1c\n-----END PGP PRIVATE KEY BLOCK-----\n`,
  },
  {
    form: "of SSH2",
    content: `---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nComment: "web"\n${lines(randomBytes(400))}\n---- END SSH2 ENCRYPTED PRIVATE KEY ----\n`,
  },
  {
    form: "of PuTTY",
    content: `PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\nPrivate-Lines: 14\n${lines(randomBytes(400), 64)}\nPrivate-MAC: ${randomBytes(32).toString("hex")}\n`,
  },
  { form: "as JWK", content: JSON.stringify(jwk) },
  { form: "as JWK", content: JSON.stringify(ec.export({ format: "jwk" }), null, 2) },
  {
    form: "as JWK",
    content: JSON.stringify({ k: randomBytes(32).toString("base64url"), kty: "oct" }),
  },
  {
    form: "in XML",
    content: `<RSAKeyValue><Modulus>${jwk.n ?? ""}</Modulus><D>${jwk.d ?? ""}</D></RSAKeyValue>`,
  },
  { form: "in DER (PKCS #8)", content: der(ec, "pkcs8").toString("base64") },
  { form: "in DER (PKCS #8)", content: der(edwards, "pkcs8").toString("base64") },
  { form: "in DER (PKCS #8)", content: lines(der(rsa, "pkcs8"), 64) },
  { form: "in DER (PKCS #8)", content: der(rsa, "pkcs8").toString("base64url") },
  { form: "in DER (PKCS #8)", content: der(rsa, "pkcs8").toString("hex") },
  { form: "in DER (PKCS #1)", content: der(rsa, "pkcs1").toString("base64") },
  { form: "in DER (SEC 1)", content: der(ec, "sec1").toString("base64") },
  {
    form: "in DER (PKCS #8, encrypted)",
    content: ec.export({ type: "pkcs8", format: "der", ...encrypted }).toString("base64"),
  },
  { form: "in DER (PKCS #12)", content: pkcs12.toString("base64") },
];

/** Keys as bytes of files. */
export const BYTE_KEYS: readonly PlantedKey[] = [
  { form: "in DER (PKCS #8)", content: der(ec, "pkcs8") },
  { form: "in DER (PKCS #8)", content: der(edwards, "pkcs8") },
  { form: "in DER (PKCS #1)", content: der(rsa, "pkcs1") },
  { form: "in DER (SEC 1)", content: der(ec, "sec1") },
  {
    form: "in DER (PKCS #8, encrypted)",
    content: rsa.export({ type: "pkcs8", format: "der", ...encrypted }),
  },
  { form: "in DER (PKCS #12)", content: pkcs12 },
  { form: "of OpenSSH", content: openSsh },
];

/** The first run of 20 characters of a secret that a text has; undefined if it has none. */
export function runOf(secret: string, text: string): string | undefined {
  return secret
    .split(/\s+/)
    .flatMap((word) => Array.from({ length: word.length - 19 }, (_, at) => word.slice(at, at + 20)))
    .find((run) => text.includes(run));
}
