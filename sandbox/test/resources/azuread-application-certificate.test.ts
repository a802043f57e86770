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
