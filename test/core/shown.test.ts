import { randomBytes } from "node:crypto";
import { Fn } from "cdktf";
import * as fc from "fast-check";
import { shown, shownKey } from "../../lib/core/shown";
import { character } from "../support/hostile-text";
import { BYTE_KEYS, runOf, TEXT_KEYS } from "../support/private-keys";

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
  [10n ** 90n, "a bigint"],
  [Symbol("a"), "a symbol"],
  ["a\u00a0\u200b\u3164b", String.raw`"a\u00a0\u200b\u3164b"`],
  ["a\u{e0041}b", String.raw`"a\u{e0041}b"`],
  [Fn.upper("web"), "a token"],
  ["a\nb\u001b[31m\u202ec", String.raw`"a\u000ab\u001b[31m\u202ec"`],
  ["6F3F7E4E-0000-4000-8000-000000000001", '"6F3F7E4E-0000-4000-8000-000000000001"'],
])("%p is shown in a message as %s", (value, text) => {
  expect(shown(value)).toBe(text);
});

test("of a long text both ends are shown, since ids differ there", () => {
  expect(shown(`${"a".repeat(60)}${"b".repeat(60)}`)).toBe(`"${"a".repeat(40)}…${"b".repeat(39)}"`);
});

const HIDDEN = /^a text of \d+ characters, which may be a secret and is not shown,$/;

test.each([
  ["a PEM", "-----BEGIN CERTIFICATE-----\nMIIB"],
  ["a PGP key", "-----BEGIN PGP PRIVATE KEY BLOCK-----"],
  ["an SSH2 key", "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----"],
  ["a PuTTY key", "PuTTY-User-Key-File-3: ssh-rsa"],
  ["an XML key", "<RSAKeyValue><Modulus>x</Modulus>"],
  ["a JWK", '{"kty":"RSA","d":"x"}'],
  ["a client secret of Entra", ["Made8Q~", "Up4aTestOnly1234567890abcdefghij"].join("")],
  ["base64", Buffer.from("not a secret but as long as one, 0123").toString("base64")],
  ["base64 with slashes", ["Made7Up9/Te5tOn1y", "aBc3DeF4/gHi7JkLm"].join("/")],
  ["hexadecimal", "0123456789abcdef".repeat(4)],
  ["bytes as OpenSSL prints them", "00:1a:2b:".repeat(12)],
  ["bytes", Buffer.from("0a1b00ff82410304fe", "hex").toString("latin1")],
  ["a book", "word ".repeat(500)],
])("%s is not shown at all", (_, secret) => {
  expect(shown(`x ${secret} y`)).toMatch(HIDDEN);
});

test.each([...TEXT_KEYS, ...BYTE_KEYS].map((key, index) => ({ ...key, index })))(
  "a private key $form is not shown at all, read in whatever encoding (key $index)",
  ({ content }) => {
    const bytes = Buffer.from(content);
    for (const encoding of ["utf8", "latin1", "base64", "base64url", "hex"] as const) {
      expect(shown(bytes.toString(encoding))).toMatch(HIDDEN);
    }
  },
);

test.each([
  "contosocontainerregistryproduction2024",
  "MyCompanyContainerRegistry1",
  "mycontainerregistry-e7ggejfuhzhgedc8.azurecr.io",
  "repo:contoso/shop:environment:Production1",
  "2027-01-31T00:00:00.123456+02:00",
  "https://login.microsoftonline.com/6f3f7e4e-0000-4000-8000-000000000001/v2.0",
  "system:serviceaccount:team-a:web-1",
  "azuread_application.web_application_1A2B3C4D",
  "azuread_application.web_client_secret_docker_a_0F9E8D7C",
  "api://AzureADTokenExchangeUSGov",
  "Container Registry Repository Catalog Lister",
  "organization:contoso:project:Default Project:workspace:shop-prod:run_phase:apply",
])("%s is what people write, and is shown", (text) => {
  expect(shown(text)).toBe(`"${text}"`);
});

test("a resource id of Azure is shown by its ends", () => {
  expect(
    shown(
      "/subscriptions/6F3F7E4E-0000-4000-8000-000000000001/resourceGroups/rgProd1/providers/Microsoft.ContainerRegistry/registries/contosoShop2",
    ),
  ).toBe('"/subscriptions/6F3F7E4E-0000-4000-8000-0…ntainerRegistry/registries/contosoShop2"');
});

test("a text of random bytes is not shown, nor 20 characters of it", () => {
  for (const length of [30, 48, 64, 512]) {
    for (const encoding of ["base64", "base64url", "hex"] as const) {
      const secret = Array.from({ length: 4 }, () => randomBytes(length).toString(encoding)).join(
        "",
      );
      expect(runOf(secret, shown(secret))).toBeUndefined();
    }
  }
});

test("whatever the value, what is shown is short, and no terminal obeys it", () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect(shown(value)).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]{1,500}$/u);
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: character, maxLength: 400 }), (value) => {
      expect(shown(value)).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]{1,1000}$/u);
    }),
  );
});

test.each([
  ["clientSecrets", "clientSecrets"],
  ["a b", '"a b"'],
  ["a\nb", String.raw`"a\u000ab"`],
  ["k".repeat(100), `"${"k".repeat(40)}…${"k".repeat(39)}"`],
  ["0123456789abcdef".repeat(4), shown("0123456789abcdef".repeat(4))],
])("the key %s is shown in a path as %s", (key, text) => {
  expect(shownKey(key)).toBe(text);
});
