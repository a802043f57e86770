import { createCertificate } from "../../lib/certificate";
import type { Values } from "../../lib/schema/values";
import { InProcess } from "../in-process";

const CERTIFICATE = "azuread_application_certificate";
const { pem, der } = createCertificate("web.contoso.com");
const now = new Date().toISOString();

function withApplication() {
  const sandbox = new InProcess({ now });
  const { id = null } = sandbox.create("azuread_application", { display_name: "web" });
  const given = (changed: Values = {}): Values => ({
    application_id: id,
    type: "AsymmetricX509Cert",
    value: pem,
    ...changed,
  });
  return {
    sandbox,
    given,
    create: (changed?: Values) => sandbox.create(CERTIFICATE, given(changed)),
  };
}

test.each(["pem", "hex", "base64"])("a certificate is read as %s", (encoding) => {
  const value = encoding === "pem" ? pem : der.toString(encoding as "hex" | "base64");
  expect(withApplication().create({ encoding, value }).key_id).toMatch(/^[0-9a-f-]{36}$/);
});

test("without dates, those of the certificate hold", () => {
  const { start_date, end_date } = withApplication().create();
  expect(Date.parse(start_date as string)).toBeLessThan(Date.now());
  expect(Date.parse(end_date as string)).toBeGreaterThan(Date.now());
});

test("an end date beyond that of the certificate is refused", () => {
  const create = () => withApplication().create({ end_date: "2199-01-01T00:00:00Z" });
  expect(create).toThrow("KeyCredentialsInvalidEndDate");
});

test("what is no certificate is refused", () => {
  expect(() => withApplication().create({ value: "c2VjcmV0" })).toThrow(
    "it is no X.509 certificate",
  );
});

test.each([
  ["hex", "zz", "encoding/hex: invalid byte: U+007A 'z'"],
  ["hex", "abc", "encoding/hex: odd length hex string"],
  ["base64", "a", "failed to decode base64 certificate data"],
])("what is no %s is not sent: %s", (encoding, value, problem) => {
  const create = () => withApplication().create({ encoding, value });
  expect(create).toThrow(/^Generating certificate credentials for Application \(Application: "/);
  expect(create).toThrow(problem);
});

test("a key id that is taken is not adopted", () => {
  const { create } = withApplication();
  const key_id = "0badcafe-0000-4000-8000-000000000001";
  create({ key_id });
  expect(() => create({ key_id })).toThrow(`/certificate/${key_id}" already exists`);
});

test("an id of another form is not imported", () => {
  const { sandbox } = withApplication();
  expect(() => sandbox.import(CERTIFICATE, "a/certificate/b")).toThrow(
    'unable to parse Certificate ID: Object ID isn\'t a valid UUID ("a"): uuid string is wrong length',
  );
});

test("another type than AsymmetricX509Cert is not modelled", () => {
  const create = () => withApplication().create({ type: "Symmetric" });
  expect(create).toThrow("The sandbox does not model a certificate of another `type`");
});

test("every argument replaces the certificate", () => {
  const { sandbox, create, given } = withApplication();
  const other = createCertificate("other.contoso.com").pem;
  expect(sandbox.plan(CERTIFICATE, create(), given({ value: other })).requiresReplace).toEqual([
    "value",
  ]);
});

test("a certificate of an application that is gone fails the refresh, as in the provider", () => {
  const { sandbox, create, given } = withApplication();
  const state = create();
  sandbox.delete("azuread_application", { id: given().application_id ?? null });
  expect(() => sandbox.read(CERTIFICATE, state)).toThrow("404");
});
