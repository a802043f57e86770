import { X509Certificate } from "node:crypto";
import { createCertificate } from "../../sandbox/lib/certificate";

const UTC_TIME = Buffer.from([0x17, 13]);

/** A public certificate made on the spot, with these validity dates. */
export function certificateValid(from: string, to: string): { pem: string; der: Buffer } {
  const { der } = createCertificate("web.contoso.com");
  // Who reads a certificate does not verify its signature, so its dates can be overwritten.
  let position = 0;
  for (const instant of [from, to]) {
    position = der.indexOf(UTC_TIME, position) + UTC_TIME.length;
    der.write(`${instant.replace(/\D/g, "").slice(2, 14)}Z`, position, "latin1");
  }
  return { pem: new X509Certificate(der).toString(), der };
}

/** A private key made on the spot, in PEM. */
export function privateKey(): string {
  return createCertificate("web.contoso.com").key;
}
