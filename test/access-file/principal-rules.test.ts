import { mistakes, withPrincipals } from "./reading";

const UUID = "6f3f7e4e-0000-4000-8000-000000000001";

describe("a principal", () => {
  test.each([
    ["~", "principals.web: has no value; write key: value below it, or {} for none"],
    ["{}", "principals.web: has no displayName, by which this file owns it, and neither clientId"],
    ["{ displayName: ~ }", ".displayName: has no value; write text in quotes"],
    [`{ displayName: a, clientId: ${UUID} }`, ".clientId: is of a principal that exists already"],
    [`{ objectId: ${UUID} }`, ".principalType: is missing; give objectId and principalType of a"],
    ["{ principalType: Group }", ".objectId: is missing; give objectId and principalType of a"],
    [
      `{ objectId: ${UUID}, principalType: Robot }`,
      '.principalType: "Robot" is not one of ServicePrincipal, Group, User',
    ],
    [
      `{ clientId: ${UUID}, principalType: User }`,
      ".principalType: has no meaning beside clientId",
    ],
    ["{ clientId: web }", '.clientId: "web" is not a UUID; give the client id of a service'],
    ["{ objectId: x, principalType: User }", '.objectId: "x" is not a UUID; give the object id'],
    [`{ clientId: ${UUID}, notes: x }`, ".notes: can't be changed: this principal is only"],
    [
      `{ clientId: ${UUID}, clientSecrets: { docker: {} } }`,
      ".clientSecrets: can't be added: this principal is only referenced, so a credential made here would vanish with this file while others rely on it; add it where the principal is owned, or own it here with displayName",
    ],
    [
      `{ objectId: ${UUID}, principalType: User, federatedCredentials: { github: { github: { repository: a/b, branch: main } } } }`,
      ".federatedCredentials: can't be added: this principal is only referenced",
    ],
    ["{ displayName: a, owners: [me] }", '.owners[0]: "me" is not a UUID; give the object id'],
    ["{ displayName: a, owners: me }", '.owners: "me" is not a list; write a list in brackets'],
    [
      "{ displayName: a, signInAudience: All }",
      '.signInAudience: "All" is not one of AzureADMyOrg',
    ],
    [
      "{ displayName: a, accountEnabled: no }",
      '.accountEnabled: "no" is not a boolean; write true',
    ],
  ])("%s is refused", (principal, message) => {
    expect(mistakes(withPrincipals(`  web: ${principal}`))).toEqual([
      expect.stringContaining(message),
    ]);
  });

  test("whose name is no text hides no other mistake", () => {
    expect(mistakes(withPrincipals("  web: { displayName: 5, tags: [a b] }"))).toEqual([
      expect.stringContaining(".displayName: 5 is not text"),
      expect.stringContaining('.tags[0]: "a b" must have'),
    ]);
  });

  test("of one display name, client id or object id is declared once, whatever the case", () => {
    const text = withPrincipals(`
  one: { displayName: Web }
  two: { displayName: web }
  three: { clientId: ${UUID} }
  four: { clientId: ${UUID.toUpperCase()} }
  five: { objectId: ${UUID}, principalType: User }
  six: { objectId: ${UUID}, principalType: User }`);
    expect(mistakes(text)).toEqual([
      expect.stringMatching(/^principals.two.displayName: "web" is principals.one.displayName too/),
      expect.stringMatching(/^principals.four.clientId: .* is principals.three.clientId too/),
      expect.stringMatching(/^principals.six.objectId: .* is principals.five.objectId too/),
    ]);
  });
});
