import { mistakes, withPrincipals } from "./reading";

describe("a client secret", () => {
  test.each([
    ["~", "docker: has no value; write key: value below it, or {} for none"],
    ["{ rotationDays: 0 }", "docker.rotationDays: 0 would never rotate"],
    ["{ rotationDays: .inf }", "docker.rotationDays: Infinity is not a number"],
    ["{ rotationDays: -1.8881545897087505e+289 }", "docker.rotationDays: -1.888"],
    ["{ generation: 1.5 }", "docker.generation: 1.5 is not a whole number"],
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

describe("a federated credential", () => {
  test.each([
    ["gh", "{ github: { repository: a/b, branch: main } }", '.gh: "gh" can\'t name a federated'],
    ["github", "{}", ".github: needs exactly one of github, for a workflow there, and of"],
    ["github", "{ github: { repository: a/b, tag: 1.0 } }", ".github.github.tag: 1 is not text"],
    ["github", "{ github: { repository: a/b } }", ".github.github.repository: none of environment"],
    ["github", "{ github: { branch: main } }", ".github.github.repository: is missing: Owner and"],
    ["other", "{ of: { issuer: 'http://x', subject: y } }", '.of.issuer: "http://x" must begin'],
    ["other", "{ of: { issuer: 'https://x', subject: '*' } }", '.of.subject: "*" has a wildcard'],
    ["other", "{ to: {} }", ".other"],
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
});
