import { TerraformOutput, TerraformVariable, Testing } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AcrServicePrincipal, CertificateProps } from "cdktf-acr-auth";
import * as fc from "fast-check";
import { DAY, utcSecond } from "../../lib/core/instant";
import { newStack, problems, render, resources, warnings } from "../support/stack";
import { certificateValid, privateKey } from "./certificates";

const NOW = "2026-12-01T00:00:00Z";
const half = certificateValid("2026-11-01T00:00:00Z", "2027-05-01T00:00:00Z");

function stackWith(props: CertificateProps, now = NOW): ReturnType<typeof newStack> {
  const stack = newStack({ "acr-auth:now": now });
  const web = new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" });
  web.addCertificate("laptop", props);
  return stack;
}

function certificate(props: CertificateProps): Record<string, unknown> | undefined {
  return resources(stackWith(props), "azuread_application_certificate")[0];
}

describe("a certificate", () => {
  test("is given to Entra in PEM, with its own end as a UTC second", () => {
    expect(certificate({ pem: half.pem })).toEqual({
      application_id: expect.stringMatching(
        /^\$\{azuread_application\.web_application_\w+\.id\}$/,
      ) as string,
      encoding: "pem",
      end_date: "2027-05-01T00:00:00Z",
      lifecycle: { create_before_destroy: true },
      type: "AsymmetricX509Cert",
      value: half.pem,
    });
  });

  test.each([
    ["DER", { der: half.der.toString("base64") }],
    ["DER in lines", { der: half.der.toString("base64").replace(/.{64}/g, "$&\n") }],
    ["PEM with line breaks of Windows", { pem: half.pem.replaceAll("\n", "\r\n") }],
    ["PEM with a description around it", { pem: `Bag Attributes\n${half.pem}\n# end\n` }],
  ])("is written alike from %s, so that another form is no change", (_, props) => {
    expect(certificate(props)).toEqual(certificate({ pem: half.pem }));
  });

  test("may be refused by Entra earlier than it ends", () => {
    const endDate = "2027-02-01T00:00:00Z";
    expect(certificate({ pem: half.pem, endDate })).toMatchObject({ end_date: endDate });
  });

  test("tells its end and its id", () => {
    const stack = newStack({ "acr-auth:now": NOW });
    const web = new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" });
    const { expiresOn, keyId } = web.addCertificate("laptop", { pem: half.pem });
    new TerraformOutput(stack, "certificate", { value: [expiresOn, keyId] });
    expect(render(stack).output?.certificate).toEqual({
      value: [
        expect.stringMatching(/azuread_application_certificate\.\w+\.end_date/),
        expect.stringMatching(/azuread_application_certificate\.\w+\.key_id/),
      ],
    });
  });

  test("uses the azuread provider of its application", () => {
    const stack = newStack({ "acr-auth:now": NOW });
    const provider = new AzureadProvider(stack, "partner", { alias: "partner" });
    const web = new AcrServicePrincipal(stack, "web", { displayName: "web", provider });
    web.addCertificate("laptop", { pem: half.pem });
    expect(resources(stack, "azuread_application_certificate")).toMatchObject([
      { provider: "azuread.partner" },
    ]);
  });

  test("whose second is added changes nothing in the first", () => {
    const first = certificate({ pem: half.pem });
    const stack = stackWith({ pem: half.pem });
    const web = stack.node.findChild("web") as AcrServicePrincipal;
    const next = certificateValid("2026-11-20T00:00:00Z", "2027-11-01T00:00:00Z");
    web.addCertificate("laptop-2027", { pem: next.pem });
    expect(resources(stack, "azuread_application_certificate")).toContainEqual(first);
  });
});

describe("a certificate that only Terraform knows", () => {
  test.each([
    ["pem", "pem"],
    ["der", "base64"],
  ] as const)("as %s is passed on as it is", (key, encoding) => {
    const stack = newStack();
    const web = new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" });
    const { stringValue } = new TerraformVariable(stack, "certificate", {});
    web.addCertificate("laptop", { [key]: stringValue });
    expect(resources(stack, "azuread_application_certificate")).toMatchObject([
      { value: "${var.certificate}", encoding },
    ]);
  });

  test("in Key Vault is passed on in hexadecimal, with its end if that is asked for", () => {
    const stack = newStack();
    const web = new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" });
    const certificateData = new TerraformVariable(stack, "data", {}).stringValue;
    const expires = new TerraformVariable(stack, "expires", {}).stringValue;
    web.addCertificate("laptop", { keyVaultCertificate: { certificateData }, endDate: expires });
    expect(problems(stack)).toEqual([]);
    expect(resources(stack, "azuread_application_certificate")).toMatchObject([
      { value: "${var.data}", encoding: "hex", end_date: "${var.expires}" },
    ]);
  });
});

describe("what can't be right", () => {
  const { pem } = half;
  test.each<[string, CertificateProps, string]>([
    ["nothing", {}, "pem: exactly one of pem, der, keyVaultCertificate names the certificate"],
    ["two forms", { pem, der: "AAAA" }, "der: exactly one of pem, der, keyVaultCertificate"],
    [
      "a private key",
      { pem: privateKey() },
      "pem: holds a private key in PEM, which must never get",
    ],
    ["a private key beside it", { pem: pem + privateKey() }, "pem: holds a private key in PEM"],
    [
      "an encrypted private key",
      { pem: `${pem}-----BEGIN ENCRYPTED PRIVATE KEY-----` },
      "pem: holds a private key in PEM",
    ],
    ["a chain", { pem: pem + pem }, "pem: has 2 certificates; Entra takes that of the application"],
    ["an empty text", { pem: "" }, "pem: is no certificate in PEM; give the text from -----BEGIN"],
    [
      "a request",
      { pem: pem.replaceAll("CERTIFICATE", "CERTIFICATE REQUEST") },
      "pem: is no certificate in PEM",
    ],
    ["a file name", { pem: "cert.pem" }, "pem: is no certificate in PEM"],
    [
      "a damaged certificate",
      { pem: pem.replace("MII", "AAA") },
      "pem: is no X.509 certificate; a request, a chain or a key does not belong here",
    ],
    ["PEM as DER", { der: pem }, "der: is not base64; give what base64 cert.der prints, or pem"],
    [
      "PEM in base64 as DER",
      { der: Buffer.from(pem).toString("base64") },
      "der: is base64 of PEM, not of DER; give pem",
    ],
    ["other bytes", { der: "AAAA" }, "der: is no X.509 certificate"],
    [
      "literal text from Key Vault",
      { keyVaultCertificate: { certificateData: half.der.toString("hex") } },
      "keyVaultCertificate: is literal text; give the construct of the certificate, or its der",
    ],
    [
      "an end after its own",
      { pem, endDate: "2027-05-02T00:00:00Z" },
      'endDate: "2027-05-02T00:00:00Z" is not within the certificate\'s own time, 2026-11-01T00:00:00Z to 2027-05-01T00:00:00Z',
    ],
    [
      "an end before its begin",
      { pem, endDate: "2026-11-01T00:00:00Z" },
      'endDate: "2026-11-01T00:00:00Z" is not within',
    ],
    [
      "an end in milliseconds",
      { pem, endDate: "2027-01-31T00:00:00.000Z" },
      'endDate: "2027-01-31T00:00:00.000Z" is not a UTC instant in whole seconds; write "2027-01-31T00:00:00Z"',
    ],
  ])("%s is refused with the rule and the fix", (_, props, message) => {
    expect(problems(stackWith(props))).toEqual([
      expect.stringContaining(`[test/web/certificate/laptop] ${message}`),
    ]);
  });

  test("a private key gets neither into an error nor into the Terraform JSON", () => {
    const key = privateKey();
    const [, line = ""] = key.split("\n");
    for (const props of [
      { pem: key },
      { pem: pem + key },
      { der: key.replace(/-----.*?-----|\n/g, "") },
      { der: Buffer.concat([half.der, Buffer.from(key)]).toString("base64") },
    ]) {
      const stack = stackWith(props);
      expect(problems(stack).join()).not.toContain(line);
      expect(Testing.synth(stack)).not.toContain(line);
      expect(problems(stack)).toHaveLength(1);
    }
  });

  test("a principal that is only referenced takes no certificate", () => {
    const stack = newStack();
    const audit = AcrServicePrincipal.fromClientId(
      stack,
      "audit",
      "6f3f7e4e-0000-4000-8000-000000000001",
    );
    audit.addCertificate("laptop", { pem });
    expect(problems(stack)).toEqual([
      expect.stringContaining(
        '[test/audit] certificate: "laptop" can\'t be added: this principal is only referenced',
      ),
    ]);
  });
});

describe("the life of a certificate", () => {
  test.each<[string, [string, string], string | undefined]>([
    ["of 365 days", ["2026-11-01T00:00:00Z", "2027-11-01T00:00:00Z"], undefined],
    ["of 366 days", ["2026-11-01T00:00:00Z", "2027-11-02T00:00:00Z"], "long-lived-certificate"],
    ["that is over", ["2026-01-01T00:00:00Z", "2026-12-01T00:00:00Z"], "expired-certificate"],
    [
      "that ends in 29 days",
      ["2026-01-01T00:00:00Z", "2026-12-30T00:00:00Z"],
      "expiring-certificate",
    ],
    ["that ends in 30 days", ["2026-01-01T00:00:00Z", "2026-12-31T00:00:00Z"], undefined],
    ["that begins tomorrow", ["2026-12-02T00:00:00Z", "2027-06-01T00:00:00Z"], "early-certificate"],
  ])("%s is warned of when it should be, and never stops a destroy", (_, [from, to], id) => {
    const stack = stackWith({ pem: certificateValid(from, to).pem });
    expect(problems(stack)).toEqual([]);
    expect(warnings(stack)).toEqual(
      id === undefined ? [] : [expect.stringContaining(`acr-auth:${id}`)],
    );
  });

  test("is read to the second, whatever its dates", () => {
    const day = fc.integer({ min: 0, max: 8000 });
    const second = fc.integer({ min: 0, max: 86_399 });
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 365 }), second, (begin, length, offset) => {
        const start = Date.parse("2027-01-01T00:00:00Z") + begin * DAY + offset * 1000;
        const [from, to] = [utcSecond(start), utcSecond(start + length * DAY)];
        const stack = stackWith({ pem: certificateValid(from, to).pem });
        expect(
          Object.values(render(stack).resource?.azuread_application_certificate ?? {}),
        ).toEqual([expect.objectContaining({ end_date: to })]);
      }),
      { numRuns: 25 },
    );
  });
});
