import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { certificateValid, privateKey } from "../credential/certificates";
import { mistakes, withPrincipals } from "./reading";

const folder = mkdtempSync(join(tmpdir(), "acr-auth-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function fileWith(content: string | Buffer): string {
  const file = join(mkdtempSync(join(folder, "certificate-")), "cert.pem");
  writeFileSync(file, content);
  return file;
}

describe("a client secret", () => {
  test.each([
    ["~", "docker: has no value; write key: value below it, or {} for none"],
    ["{ rotationDays: 0 }", "docker.rotationDays: 0 would never rotate"],
    ["{ rotationDays: .inf }", "docker.rotationDays: Infinity is not a number"],
    ["{ generation: 1.5 }", "docker.generation: 1.5 is not a whole number"],
    ["{ slotGeneration: { a: -1 } }", "docker.slotGeneration.a: -1 is not a whole number"],
    ["{ anchor: 2027-01-31 }", 'docker.anchor: "2027-01-31" is not an instant'],
    ["{ expiresOn: { b: 2027-01-31T00:00:00Z } }", "docker.expiresOn.a: is missing: When slot a"],
    ["{ expiresOn: { a: 2027-01-31 } }", 'docker.expiresOn.a: "2027-01-31" is not an instant'],
    ["{ expiresOn: { a: 2029-01-31T00:00:00Z } }", "docker.expiresOn: the secret would live"],
    ["{ outputs: yes }", 'docker.outputs: "yes" is not a boolean; write true or false'],
    [
      "{ rotationdays: 60 }",
      'docker.rotationdays: is not a key that is known here; did you mean "',
    ],
  ])("%s is refused", (secret, message) => {
    const text = withPrincipals(
      `  web: { displayName: web, clientSecrets: { docker: ${secret} } }`,
    );
    expect(mistakes(text)).toEqual([expect.stringContaining(message)]);
  });
});

describe("a certificate", () => {
  const { pem, der } = certificateValid("2026-11-01T00:00:00Z", "2027-05-01T00:00:00Z");
  const inYaml = JSON.stringify(pem);
  const withCertificate = (certificate: string): string =>
    withPrincipals(`  web: { displayName: web, certificates: { laptop: ${certificate} } }`);

  test.each([
    ["in PEM", `{ pem: ${inYaml}, endDate: 2027-01-31T00:00:00Z }`],
    ["in a file in PEM", `{ file: ${fileWith(pem)} }`],
    ["in a file in DER", `{ file: ${fileWith(der)} }`],
  ])("%s is right", (_, certificate) => {
    expect(mistakes(withCertificate(certificate))).toEqual([""]);
  });

  test.each([
    ["nothing", "{}", "laptop: needs exactly one of file, the path of a certificate, and pem"],
    ["both", `{ file: cert.pem, pem: ${inYaml} }`, "laptop: needs exactly one of file"],
    ["no map", "cert.pem", 'laptop: "cert.pem" is not a map; write key: value below it'],
    ["no certificate", "{ pem: cert.pem }", "laptop.pem: is no certificate in PEM; give the text"],
    [
      "a private key",
      `{ pem: ${JSON.stringify(privateKey())} }`,
      "laptop.pem: holds a private key in PEM",
    ],
    [
      "no file",
      "{ file: no/cert.pem }",
      'laptop.file: "no/cert.pem" does not exist; write it, or give another path, relative to this file',
    ],
    [
      "a private key in a file",
      `{ file: ${fileWith(pem + privateKey())} }`,
      "laptop.file: holds a private key in PEM, which must never get into Terraform's state",
    ],
    ["other bytes in a file", `{ file: ${fileWith("x")} }`, "laptop.file: is no X.509 certificate"],
    [
      "an end after its own",
      `{ file: ${fileWith(pem)}, endDate: 2028-01-31T00:00:00Z }`,
      'laptop.endDate: "2028-01-31T00:00:00Z" is not within the certificate\'s own time',
    ],
    ["an end that is no date", `{ pem: ${inYaml}, endDate: x }`, 'laptop.endDate: "x" is not an'],
  ])("with %s is refused", (_, certificate, message) => {
    expect(mistakes(withCertificate(certificate))).toEqual([expect.stringContaining(message)]);
  });

  test("of a principal that is only referenced is refused", () => {
    const text = withPrincipals(`
  audit:
    clientId: 6f3f7e4e-0000-4000-8000-000000000001
    certificates: { laptop: { pem: ${inYaml} } }`);
    expect(mistakes(text)).toEqual([
      expect.stringContaining("audit.certificates: can't be added: this principal is only"),
    ]);
  });
});

describe("a federated credential", () => {
  test.each([
    ["gh", "{ github: { repository: a/b, branch: main } }", '.gh: "gh" can\'t name a federated'],
    ["github", "{}", ".github: needs exactly one of github, gitlab, azureDevOps, kubernetes, "],
    ["github", "{ github: { repository: a/b, tag: 1.0 } }", ".github.github.tag: 1 is not text"],
    ["github", "{ github: { repository: a/b } }", ".github.github.repository: none of environment"],
    ["github", "{ github: { branch: main } }", ".github.github.repository: is missing: Owner and"],
    ["other", "{ of: { issuer: 'http://x', subject: y } }", '.of.issuer: "http://x" must begin'],
    ["other", "{ of: { issuer: 'https://x', subject: '*' } }", '.of.subject: "*" has a wildcard'],
    ["other", "{ to: {} }", ".other"],
    [
      "github",
      "{ github: { repository: a/b, branch: main, repositoryId: 7 } }",
      ".github.github.repositoryId: 7 is not text; write text in quotes",
    ],
    ["gitlab", "{ gitlab: { projectPath: shop, tag: v1 } }", '.gitlab.projectPath: "shop" is not'],
    ["gitlab", "{ gitlab: { projectPath: a/b } }", ".gitlab.projectPath: none of branch and tag"],
    [
      "devops",
      "{ azureDevOps: { organizationId: contoso, organization: contoso, project: shop, serviceConnection: acr } }",
      '.azureDevOps.organizationId: "contoso" is not a UUID',
    ],
    [
      "aks",
      '{ kubernetes: { issuer: "https://x/", namespace: "*", serviceAccount: web } }',
      '.kubernetes.namespace: "*" is no name in Kubernetes',
    ],
    [
      "tfc",
      "{ terraformCloud: { organization: o, project: p, workspace: w, runPhase: destroy } }",
      '.terraformCloud.runPhase: "destroy" is not one of plan, apply',
    ],
  ])("%s: %s is refused", (key, credential, message) => {
    const text = withPrincipals(
      `  web: { displayName: web, federatedCredentials: { ${key}: ${credential} } }`,
    );
    expect(mistakes(text)[0]).toContain(message);
  });

  test("is of one issuer", () => {
    const text = withPrincipals(`
  web:
    displayName: web
    federatedCredentials:
      both: { github: { repository: a/b, branch: main }, of: { issuer: "https://x", subject: y } }`);
    expect(mistakes(text)).toEqual([expect.stringContaining(".both: needs exactly one of github")]);
  });

  test("accepts a token that no other of its principal accepts, however it is written", () => {
    const text = withPrincipals(`
  web:
    displayName: web
    federatedCredentials:
      one: { github: { repository: a/b, branch: main } }
      two: { of: { issuer: "https://token.actions.githubusercontent.com", subject: "repo:a/b:ref:refs/heads/main" } }
  other:
    displayName: other
    federatedCredentials:
      one: { github: { repository: a/b, branch: main } }`);
    expect(mistakes(text)).toEqual([
      'principals.web.federatedCredentials.two: subject: "repo:a/b:ref:refs/heads/main" of the same issuer is that of principals.web.federatedCredentials.one too; Entra allows it once for an application, remove one',
    ]);
  });

  test("is one of 20 at most, and each one more is named", () => {
    const entries = Array.from(
      { length: 22 },
      (_, n) => `branch-${n}: { github: { repository: a/b, branch: b${n} } }`,
    );
    const text = withPrincipals(
      `  web: { displayName: web, federatedCredentials: { ${entries.join(", ")} } }`,
    );
    expect(mistakes(text)).toEqual([
      expect.stringContaining(
        '.branch-20: "branch-20" is one more than the 20 federated credentials that',
      ),
      expect.stringContaining(
        '.branch-21: "branch-21" is one more than the 20 federated credentials that',
      ),
    ]);
  });
});

test("of a federated credential with a misspelt key, it is not said that the key is missing", () => {
  const text = withPrincipals(`
  web:
    displayName: web
    federatedCredentials:
      one: { github: { repository: contoso/shop, environmnt: production } }`);
  expect(mistakes(text)).toEqual([
    'principals.web.federatedCredentials.one.github.environmnt: is not a key that is known here; did you mean "environment"?',
  ]);
});
