import { complaint, mistakes, withPrincipals } from "./reading";

describe("of what a principal was called", () => {
  const called = (renamedFrom: string, others = ""): string[] =>
    mistakes(
      withPrincipals(`
  web: { displayName: contoso-web, renamedFrom: ${renamedFrom} }
${others}`),
    );

  test.each(["api", "[api]", "[api, backend]", "shop/web", '"/web-of-shop"', "registry"])(
    "%s is a name",
    (renamedFrom) => {
      expect(called(renamedFrom)).toEqual([""]);
    },
  );

  test("the key of a registry, which is only looked up, is a name", () => {
    expect(called("shop")).toEqual([""]);
  });

  test.each([
    ['""', "renamedFrom: is empty; write something"],
    ["[]", "renamedFrom: is empty; give one entry at least"],
    ["7", "renamedFrom: 7 is not text; write text in quotes"],
    ["[7]", "renamedFrom[0]: 7 is not text; write text in quotes"],
    ["web", 'renamedFrom: "web" is what it is called now; leave it out'],
    ["/web", 'renamedFrom: "/web" is what it is called now; leave it out'],
    ["[api, api]", 'renamedFrom[1]: "api" stands here twice; remove one'],
    ["[api, /api]", 'renamedFrom[1]: "/api" stands here twice; remove one'],
    ["shop//web", 'renamedFrom: "shop//web" is no path; write ids with one "/" between them'],
  ])("%s is refused", (renamedFrom, message) => {
    expect(called(renamedFrom)).toEqual([expect.stringContaining(`principals.web.${message}`)]);
  });

  test("a key in use is refused at its place in the file", () => {
    const file = withPrincipals(`
  api: { displayName: contoso-api }
  web:
    displayName: contoso-web
    renamedFrom: api
`);
    expect(complaint(file)).toMatch(
      /^access\.yaml:6:5 principals\.web\.renamedFrom: "api" is where principals\.api is now, and Terraform moves nothing away from what is there; give that another name, or, /,
    );
  });

  test("two that swap their keys are both refused", () => {
    expect(called("api", "  api: { displayName: contoso-api, renamedFrom: [web] }")).toEqual([
      expect.stringContaining('principals.web.renamedFrom: "api" is where principals.api is now'),
      expect.stringContaining('principals.api.renamedFrom[0]: "web" is where principals.web is'),
    ]);
  });

  test("a key that was another's too is refused", () => {
    expect(called("api", "  next: { displayName: contoso-next, renamedFrom: /api }")).toEqual([
      'principals.next.renamedFrom: "/api" is an old name of principals.web too, and Terraform moves a thing to one place; leave it out where it does not belong',
    ]);
  });
});

describe.each([
  ["clientSecrets", "{ new: { renamedFrom: KEYS }, used: {} }"],
  ["certificates", "{ new: { pem: PEM, renamedFrom: KEYS }, used: { pem: PEM } }"],
  [
    "federatedCredentials",
    "{ new: { github: GITHUB, renamedFrom: KEYS }, used: { of: { issuer: https://a.example, subject: a } } }",
  ],
])("of what one of %s was called", (kind, entries) => {
  const called = (renamedFrom: string): string[] =>
    mistakes(
      withPrincipals(`
  web:
    displayName: contoso-web
    ${kind}: ${entries
      .replace("KEYS", renamedFrom)
      .replaceAll("GITHUB", "{ repository: contoso/shop, branch: main }")}
`),
    ).filter((mistake) => mistake.includes("renamedFrom"));

  test("an old key is a name", () => {
    expect(called("[old, older]")).toEqual([]);
  });

  test.each([
    ["used", `: "used" is where principals.web.${kind}.used is now`],
    ["new", ': "new" is what it is called now; leave it out'],
    ["[old, api/old]", '[1]: "api/old" is a path, and a credential stays with its principal'],
  ])("%s is refused", (renamedFrom, message) => {
    expect(called(renamedFrom)).toEqual([
      expect.stringContaining(`principals.web.${kind}.new.renamedFrom${message}`),
    ]);
  });
});

describe("of what a secret of a renamed principal was called", () => {
  const called = (used: string, next: string): string[] =>
    mistakes(
      withPrincipals(`
  web:
    displayName: contoso-web
    renamedFrom: api
    clientSecrets: { used: ${used}, next: ${next} }
`),
    );

  test("a key that was another's is told of the secret, and not of the principal", () => {
    expect(called("{ renamedFrom: old }", "{ renamedFrom: [old] }")).toEqual([
      expect.stringContaining(
        'principals.web.clientSecrets.next.renamedFrom[0]: "old" is an old name of principals.web.clientSecrets.used too',
      ),
    ]);
  });

  test("a key in use is told with the secret that has it", () => {
    expect(called("{}", "{ renamedFrom: used }")).toEqual([
      expect.stringContaining(
        'principals.web.clientSecrets.next.renamedFrom: "used" is where principals.web.clientSecrets.used is now',
      ),
    ]);
  });
});
