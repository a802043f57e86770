import { createPublicKey, generateKeyPairSync } from "node:crypto";
import * as fc from "fast-check";
import { privateKeyForm } from "../../lib/core/private-key";
import { certificateValid } from "../credential/certificates";
import { BYTE_KEYS, TEXT_KEYS } from "../support/private-keys";

test.each([...TEXT_KEYS, ...BYTE_KEYS].map((key, index) => ({ ...key, index })))(
  "a private key $form is found (key $index)",
  ({ form, content }) => {
    expect(privateKeyForm(content)).toBe(form);
  },
);

test.each(TEXT_KEYS.map((key, index) => ({ ...key, index })))(
  "a private key $form is found amid other text (key $index)",
  ({ form, content }) => {
    expect(privateKeyForm(`our key: "${content.toString()}", keep it safe`)).toBe(form);
  },
);

describe("what everybody may see is no private key", () => {
  const { pem, der } = certificateValid("2026-11-01T00:00:00Z", "2027-05-01T00:00:00Z");
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  test.each<[string, string | Buffer]>([
    ["a certificate", pem],
    ["a certificate in DER", der],
    ["a certificate in base64", der.toString("base64")],
    ["a certificate in hexadecimal", der.toString("hex")],
    ["a public key", publicKey.export({ type: "spki", format: "pem" })],
    ["a public key in DER", publicKey.export({ type: "spki", format: "der" })],
    ["a public key of PKCS #1", publicKey.export({ type: "pkcs1", format: "der" })],
    ["a public key as JWK", JSON.stringify(createPublicKey(pem).export({ format: "jwk" }))],
    ["the word", "signs with the private key of the vault"],
    ["nothing", ""],
  ])("%s", (_, content) => {
    expect(privateKeyForm(content)).toBeUndefined();
  });

  test("any text, any bytes", () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 300 }),
        fc.uint8Array({ maxLength: 300 }),
        (text, bytes) => {
          expect(privateKeyForm(text)).toBeUndefined();
          expect(privateKeyForm(Buffer.from(bytes))).toBeUndefined();
          expect(privateKeyForm(Buffer.from(bytes).toString("base64"))).toBeUndefined();
        },
      ),
    );
  });
});
