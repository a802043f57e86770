/** A self-signed certificate for names of this host, which Node can use but not make (X.509 v3, ECDSA P-256, SHA-256). */
import { generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { isIPv4 } from "node:net";

export interface SelfSigned {
  key: string;
  pem: string;
  der: Buffer;
}

/** @param hosts names, IPv4 addresses */
export function createCertificate(...hosts: [string, ...string[]]): SelfSigned {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const name = sequence(der(SET, sequence(COMMON_NAME, der(UTF8_STRING, Buffer.from(hosts[0])))));
  const hostNames = sequence(
    ...hosts.map((host) =>
      isIPv4(host)
        ? der(CONTEXT_7, Buffer.from(host.split(".").map(Number)))
        : der(CONTEXT_2, Buffer.from(host)),
    ),
  );
  const body = sequence(
    der(CONTEXT_0, der(INTEGER, Buffer.from([2]))),
    der(INTEGER, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    sequence(ECDSA_WITH_SHA256),
    name,
    sequence(time(-1), time(365)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    der(CONTEXT_3, sequence(sequence(SUBJECT_ALT_NAME, der(OCTET_STRING, hostNames)))),
  );
  const signature = Buffer.concat([Buffer.from([0]), sign("sha256", body, privateKey)]);
  const certificate = sequence(body, sequence(ECDSA_WITH_SHA256), der(BIT_STRING, signature));
  const lines = certificate.toString("base64").match(/.{1,64}/g) ?? [];
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    // A blank line, as a plain template makes one when the length is a multiple of 64, makes OpenSSL refuse the whole.
    pem: ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n"),
    der: certificate,
  };
}

/** The tags of DER that are needed. */
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;
const UTF8_STRING = 0x0c;
const UTC_TIME = 0x17;
const SEQUENCE = 0x30;
const SET = 0x31;
const CONTEXT_0 = 0xa0;
const CONTEXT_2 = 0x82;
const CONTEXT_7 = 0x87;
const CONTEXT_3 = 0xa3;

/** Object identifiers, encoded. */
const COMMON_NAME = Buffer.from("0603550403", "hex");
const SUBJECT_ALT_NAME = Buffer.from("0603551d11", "hex");
const ECDSA_WITH_SHA256 = Buffer.from("06082a8648ce3d040302", "hex");

function sequence(...items: Buffer[]): Buffer {
  return der(SEQUENCE, ...items);
}

function der(tag: number, ...items: Buffer[]): Buffer {
  const content = Buffer.concat(items);
  const size = content.length;
  const length =
    size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

/** Some days from now, as YYMMDDHHMMSSZ. */
function time(days: number): Buffer {
  const instant = new Date(Date.now() + days * 24 * 60 * 60 * 1000).toISOString();
  return der(UTC_TIME, Buffer.from(`${instant.replace(/\D/g, "").slice(2, 14)}Z`));
}
