import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Fn, TerraformStack, TerraformVariable, Token } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import {
  AcrServicePrincipal,
  AcrServicePrincipalProps,
  CertificateProps,
  FederatedIdentity,
} from "cdktf-acr-auth";
import * as fc from "fast-check";
import { stringify } from "yaml";
import { accessFileOf, placesIn } from "./access-file/places";
import { complaint } from "./access-file/reading";
import { certificateValid } from "./credential/certificates";
import { BYTE_KEYS, runOf, TEXT_KEYS } from "./support/private-keys";
import { ROOT, TYPESCRIPT } from "./support/program";
import { newStack, problems } from "./support/stack";

// Wherever a private key is written by mistake: it is refused, no message shows any of it, and
// Terraform is given nothing.

const directory = mkdtempSync(join(tmpdir(), "acr-auth-"));
afterAll(() => {
  rmSync(directory, { recursive: true });
});

/** Writes a file, and returns its path. */
function written(name: string, content: string | Buffer): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

const { pem } = certificateValid("2026-11-01T00:00:00Z", "2027-05-01T00:00:00Z");
const FILE = accessFileOf(pem, written("cert.pem", pem));
const PLACES = placesIn(FILE);
const [KEY = ""] = TEXT_KEYS.map(({ content }) => content.toString());

function expectRefusedUnseen(secret: string | Buffer, messages: string): void {
  expect(messages).not.toBe("");
  for (const form of [secret.toString(), secret.toString("base64"), secret.toString("latin1")]) {
    expect(runOf(form, messages)).toBeUndefined();
  }
}

test("the access file has no mistake as long as no key is in it", () => {
  expect(complaint(JSON.stringify(FILE))).toBe("");
});

test("in every place of an access file, key or value, a private key is refused unseen", () => {
  for (const plant of PLACES) {
    expectRefusedUnseen(KEY, complaint(JSON.stringify(plant(FILE, KEY))));
  }
});

test("a private key of any form, amid other text or alone, is refused unseen", () => {
  const words = fc.constantFrom("", "the key: ", "a${b}");
  fc.assert(
    fc.property(
      fc.constantFrom(...PLACES),
      fc.constantFrom(...TEXT_KEYS),
      words,
      words,
      fc.constantFrom(JSON.stringify, stringify),
      (plant, { content }, before, after, write) => {
        const planted = `${before}${content.toString()}${after}`;
        expectRefusedUnseen(content, complaint(write(plant(FILE, planted))));
      },
    ),
    { numRuns: 60 },
  );
});

test.each([...TEXT_KEYS, ...BYTE_KEYS].map((key, index) => ({ ...key, index })))(
  "a file in place of the certificate that holds a private key $form is refused unseen (key $index)",
  ({ form, content }) => {
    const file = written("key.pem", content);
    const found = complaint(
      JSON.stringify({
        registries: { shop: { name: "contosoShop", resourceGroup: "rg" } },
        principals: { web: { displayName: "web", certificates: { laptop: { file } } } },
      }),
    );
    expect(found).toContain(`certificates.laptop.file: holds a private key ${form}`);
    expectRefusedUnseen(content, found);
  },
);

test.each<[string, (key: string) => Partial<AcrServicePrincipalProps>]>([
  ["displayName", (displayName) => ({ displayName })],
  ["description", (description) => ({ description })],
  ["notes", (notes) => ({ notes: `the key: ${notes}` })],
  ["serviceManagementReference", (id) => ({ serviceManagementReference: id })],
  ["tags[1]", (tag) => ({ tags: ["shop", tag] })],
])("in %s of a service principal, a private key is refused unseen", (key, propsOf) => {
  // In one line, as it fits everywhere.
  const secret = String(BYTE_KEYS[1]?.content.toString("base64"));
  const stack = newStack();
  const variable = new TerraformVariable(stack, "variable", {}).stringValue;
  for (const text of [secret, `${secret} ${variable}`]) {
    const id = text === secret ? "alone" : "beside-a-token";
    new AcrServicePrincipal(stack, id, { displayName: id, ...propsOf(text) });
  }
  const found = problems(stack);
  expect(found.filter((problem) => problem.includes(`${key}: holds a private key`))).toHaveLength(
    2,
  );
  expectRefusedUnseen(secret, found.join("\n"));
});

test("in a claim of a federated credential, a private key is refused unseen", () => {
  const stack = newStack();
  const web = new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" });
  const claims = { issuer: "https://token.contoso.com", subject: "web" };
  web.addFederatedCredential("subject", FederatedIdentity.of({ ...claims, subject: KEY }));
  web.addFederatedCredential("audience", FederatedIdentity.of({ ...claims, audience: KEY }));
  const found = problems(stack);
  for (const claim of ["subject", "audience"]) {
    expect(found).toContainEqual(expect.stringContaining(`${claim}: holds a private key in PEM`));
  }
  expectRefusedUnseen(KEY, found.join("\n"));
});

describe("a private key in the properties of a certificate", () => {
  /** What a synth says; fails if it wrote anything for Terraform. */
  function complaintOfSynth(propsOf: (token: string) => CertificateProps): string {
    const app = new App({ outdir: mkdtempSync(join(directory, "out-")) });
    const stack = new TerraformStack(app, "test");
    new AzureadProvider(stack, "azuread");
    new AzurermProvider(stack, "azurerm", { features: [{}] });
    const token = new TerraformVariable(stack, "certificate", {}).stringValue;
    const web = new AcrServicePrincipal(stack, "web", { displayName: "contoso-web" });
    web.addCertificate("laptop", propsOf(token));
    try {
      app.synth();
    } catch (error) {
      expect(readdirSync(app.outdir, { recursive: true })).not.toContain(
        join("stacks", "test", "cdk.tf.json"),
      );
      return String(error);
    }
    return "";
  }

  test.each<[string, (key: string, token: string) => CertificateProps]>([
    ["as pem", (key) => ({ pem: key })],
    ["beside the certificate", (key) => ({ pem: pem + key })],
    ["before a token", (key, token) => ({ pem: `${key}${token}` })],
    ["after a token", (key, token) => ({ pem: `${token}${key}` })],
    ["in an expression", (key, token) => ({ pem: Fn.join("", [key, token]) })],
    ["as der", (key) => ({ der: key })],
    ["as der in base64", (key) => ({ der: Buffer.from(key).toString("base64") })],
    ["as der before a token", (key, token) => ({ der: `${key}${token}` })],
    ["as certificate data", (key) => ({ keyVaultCertificate: { certificateData: key } })],
    [
      "as certificate data before a token",
      (key, token) => ({ keyVaultCertificate: { certificateData: `${key}${token}` } }),
    ],
    ["as end date", (key) => ({ pem, endDate: key })],
    ["as end date before a token", (key, token) => ({ pem, endDate: `${key}${token}` })],
    ["as end date of a token", (key, token) => ({ pem: token, endDate: `${key}${token}` })],
    ["as end date in an expression", (key, token) => ({ pem, endDate: Fn.join("", [key, token]) })],
  ])("%s is refused unseen", (_, propsOf) => {
    for (const { content } of new Map(TEXT_KEYS.map((key) => [key.form, key])).values()) {
      const key = content.toString();
      expectRefusedUnseen(
        key,
        complaintOfSynth((token) => propsOf(key, token)),
      );
    }
  });

  test.each(["private_key_pem", "private_key_openssh", "private_key_pem_pkcs8"])(
    "is seen by its name in Terraform too: %s",
    (attribute) => {
      const expression = `\${tls_private_key.web.${attribute}}`;
      expect(complaintOfSynth(() => ({ pem: Token.asString(Fn.trimspace(expression)) }))).toContain(
        "is the private key itself, which Terraform's state would keep; give the certificate",
      );
    },
  );

  test("is not taken for one where only the certificate's resource is called so", () => {
    const expression = "${tls_self_signed_cert.private_key.cert_pem}";
    expect(complaintOfSynth(() => ({ pem: Fn.trimspace(expression) }))).toBe("");
  });
});

test("main.ts shows a private key neither on stdout nor on stderr, and writes nothing", () => {
  for (const plant of fc.sample(fc.constantFrom(...PLACES), 2)) {
    const folder = mkdtempSync(join(directory, "run-"));
    writeFileSync(join(folder, "access.yaml"), JSON.stringify(plant(FILE, KEY)));
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [...TYPESCRIPT, join(ROOT, "main.ts")],
      { cwd: folder, encoding: "utf8" },
    );
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expectRefusedUnseen(KEY, stderr);
    expect(existsSync(join(folder, "cdktf.out"))).toBe(false);
  }
});
