import * as fc from "fast-check";
import { Fn } from "cdktf";
import { shown } from "../../lib/rules/shown";

test.each<[unknown, string]>([
  ["contoso-web", '"contoso-web"'],
  ["", '""'],
  ["the Größe of Ada's app", '"the Größe of Ada\'s app"'],
  [42, "42"],
  [true, "true"],
  [undefined, "undefined"],
  [null, "null"],
  [["a"], "a list"],
  [{ a: 1 }, "a map"],
  [() => 1, "a function"],
  [Fn.upper("web"), "a token"],
  ["a\nb\u001b[31m\u202ec", String.raw`"a\u000ab\u001b[31m\u202ec"`],
  ["6F3F7E4E-0000-4000-8000-000000000001", '"6F3F7E4E-0000-4000-8000-000000000001"'],
])("%p is shown in a message as %s", (value, text) => {
  expect(shown(value)).toBe(text);
});

test("of a long text both ends are shown, since ids differ there", () => {
  expect(shown(`${"a".repeat(60)}${"b".repeat(60)}`)).toBe(`"${"a".repeat(40)}…${"b".repeat(39)}"`);
});

test.each([
  ["a PEM", "-----BEGIN CERTIFICATE-----\nMIIB"],
  ["a PGP key", "-----BEGIN PGP PRIVATE KEY BLOCK-----"],
  ["an SSH2 key", "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----"],
  ["a PuTTY key", "PuTTY-User-Key-File-3: ssh-rsa"],
  ["an XML key", "<RSAKeyValue><Modulus>x</Modulus>"],
  ["a JWK", '{"kty":"RSA","d":"x"}'],
  ["a client secret of Entra", ["Made8Q~", "Up4aTestOnly1234567890abcdefghij"].join("")],
  ["base64", Buffer.from("not a secret but as long as one, 0123").toString("base64")],
  ["hexadecimal", "0123456789abcdef".repeat(4)],
])("%s is not shown at all", (_, secret) => {
  expect(shown(`x ${secret} y`)).toMatch(
    /^a text of \d+ characters, which may be a secret and is not shown,$/,
  );
});

test("whatever the value, what is shown is short, and no terminal obeys it", () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect(shown(value)).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]{1,500}$/u);
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 400 }), (value) => {
      expect(shown(value)).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]{1,1000}$/u);
    }),
  );
});
