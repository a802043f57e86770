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
    ["{ clientId: web }", '.clientId: "web" is not a UUID; give the client id of the'],
    ["{ objectId: x, principalType: User }", '.objectId: "x" is not a UUID; give the object id'],
    [`{ clientId: ${UUID}, notes: x }`, ".notes: can't be changed: this principal is only"],
    [
      `{ clientId: ${UUID}, clientSecrets: { docker: {} } }`,
      ".clientSecrets: can't be added: this principal is only referenced, so a credential made here would vanish with this file while others rely on it; add it where the principal is owned, own it here with displayName, or refer to a service principal by clientId or resourceId with manageCredentials: true",
    ],
    [
      `{ clientId: ${UUID}, manageCredentials: false, clientSecrets: { docker: {} } }`,
      ".clientSecrets: can't be added: this principal is only referenced",
    ],
    [
      `{ displayName: a, manageCredentials: true }`,
      ".manageCredentials: is of a principal that exists already",
    ],
    [
      `{ objectId: ${UUID}, principalType: User, manageCredentials: true }`,
      ".manageCredentials: has no meaning beside objectId; leave it out",
    ],
    ["{ displayName: a, outputs: yes }", '.outputs: "yes" is not a boolean; write true or false'],
    [
      `{ objectId: ${UUID}, principalType: User, outputs: true }`,
      ".outputs: tells by which client id a principal logs in, and none is given; leave it out, or refer to a service principal by clientId",
    ],
    [
      `{ resourceId: /applications/${UUID}, objectId: ${UUID} }`,
      ".objectId: has no meaning beside resourceId; leave it out",
    ],
    [
      `{ resourceId: ${UUID} }`,
      `.resourceId: "${UUID}" is not a resource id; write /applications/<object id> or /servicePrincipals/<object id>`,
    ],
    [
      `{ clientId: ${UUID}, applicationResourceId: /applications/${UUID} }`,
      ".objectId: is missing; give it, or leave out applicationResourceId",
    ],
    [
      `{ clientId: ${UUID}, objectId: ${UUID}, applicationResourceId: /servicePrincipals/${UUID} }`,
      `.applicationResourceId: "/servicePrincipals/${UUID}" is not a resource id; write /applications/<object id>`,
    ],
    [
      "{ displayName: a, applicationTenantId: contoso.com }",
      '.applicationTenantId: "contoso.com" is not a UUID; give the id of a tenant, not its domain',
    ],
    [
      `{ clientId: ${UUID}, applicationTenantId: ${UUID} }`,
      ".applicationTenantId: has no meaning without manageCredentials: true",
    ],
    [
      `{ objectId: ${UUID}, principalType: User, applicationTenantId: ${UUID} }`,
      ".applicationTenantId: can't be changed: this principal is only referenced",
    ],
    [
      `{ displayName: a, applicationTenantId: ${UUID}, signInAudience: AzureADMyOrg }`,
      '.signInAudience: "AzureADMyOrg" keeps the application in its own tenant',
    ],
    [
      "{ displayName: a, adopt: { application: contoso-web } }",
      '.adopt.application: "contoso-web" is no azuread_application to adopt; write its id in Azure',
    ],
    [
      `{ displayName: a, adopt: { servicePrincipal: /servicePrincipals/${UUID} } }`,
      ".adopt.application: is missing; the service principal is that of an application",
    ],
    ["{ displayName: a, adopt: ~ }", ".adopt: has no value; write key: value below it"],
    ["{ displayName: a, adopt: [] }", ".adopt: a list is not a map; write key: value below it"],
    [
      "{ displayName: a, adopt: {} }",
      ".adopt: has neither application nor module and source; give one of them",
    ],
    [
      "{ displayName: a, federatedCredentials: { git: { of: { issuer: 'https://x.y', subject: z }, adopt: git } } }",
      '.federatedCredentials.git.adopt: "git" is no azuread_application_federated_identity_credential to adopt; write its id in Azure, <object id of the application>/federatedIdentityCredential/<id> or the id alone, or its address',
    ],
    [
      `{ clientId: ${UUID}, objectId: ${UUID}, applicationResourceId: /applications/${UUID}, manageCredentials: true, federatedCredentials: { git: { of: { issuer: 'https://x.y', subject: z }, adopt: ${UUID.replace("6", "7")}/federatedIdentityCredential/${UUID} } } }`,
      ` is of another application than this one, which is "/applications/${UUID}"; add the federated credential to the principal that has it`,
    ],
    [
      "{ displayName: a, adopt: { module: module.web } }",
      ".adopt.source: is missing; give module and source, or application in place of both",
    ],
    [
      "{ displayName: a, adopt: { module: module.web, source: kumarvna/service-principal } }",
      '.adopt.source: "kumarvna/service-principal" is not one of kumarvna/service-principal/azuread,',
    ],
    [
      "{ displayName: a, adopt: { module: web, source: avinor/service-principal/azuread } }",
      '.adopt.module: "web" is no address of a module call; write it as in module.web',
    ],
    [
      `{ displayName: a, adopt: { module: module.web, source: avinor/service-principal/azuread, application: /applications/${UUID} } }`,
      ".adopt.application: has no meaning beside module, which says it all; leave it out",
    ],
    [
      `{ clientId: ${UUID}, adopt: { application: /applications/${UUID} } }`,
      ".adopt: can't be changed: this principal is only referenced",
    ],
    [
      `{ objectId: ${UUID}, principalType: User, federatedCredentials: { github: { github: { repository: a/b, branch: main } } } }`,
      ".federatedCredentials: can't be added: this principal is only referenced",
    ],
    [
      `{ displayName: "Ada's app" }`,
      `.displayName: "Ada's app" has an apostrophe, on which the look-up of applications`,
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
      expect.stringMatching(
        /^principals.two.displayName: "web" is the name of principals.one too; Entra/,
      ),
      expect.stringMatching(
        /^principals.four.clientId: .* is principals.three too; .* declare the principal once/,
      ),
      expect.stringMatching(/^principals.six.objectId: .* is principals.five too/),
    ]);
  });

  test("is declared once, by whichever of its ids", () => {
    const other = UUID.replace("6", "7");
    const text = withPrincipals(`
  one: { clientId: ${UUID}, objectId: ${UUID} }
  two: { resourceId: /servicePrincipals/${UUID.toUpperCase()} }
  three: { clientId: ${other}, objectId: ${other}, applicationResourceId: /applications/${UUID} }
  four: { resourceId: /applications/${UUID} }`);
    expect(mistakes(text)).toEqual([
      expect.stringMatching(/^principals.two.resourceId: .* is principals.one too/),
      expect.stringMatching(/^principals.four.resourceId: .* is principals.three too/),
    ]);
  });

  test("of one name is allowed in each tenant", () => {
    const text = (tenant: string): string =>
      withPrincipals(`
  one: { displayName: Web }
  two: { displayName: web, applicationTenantId: ${UUID} }
  three: { displayName: web, applicationTenantId: ${tenant} }`);
    expect(mistakes(text("6f3f7e4e-0000-4000-8000-000000000002"))).toEqual([""]);
    expect(mistakes(text(UUID))).toEqual([
      expect.stringContaining('.three.displayName: "web" is the name of principals.two too'),
    ]);
  });

  test("adopts a role assignment once", () => {
    const grant = `{ registry: shop, access: pull, adopt: azurerm_role_assignment.main }`;
    const text = withPrincipals(`
  one: { displayName: one, grants: [${grant}] }
  two: { displayName: two, grants: [${grant}] }`);
    expect(mistakes(text)).toEqual([
      expect.stringMatching(
        /^principals.two.grants\[0\].adopt: "azurerm_role_assignment.main" is adopted by principals.one.grants\[0\] too; it is one thing, leave one out$/,
      ),
    ]);
  });

  test("whose application is in the tenant of the registries needs no tenant of its own", () => {
    const text = `azure: { tenantId: ${UUID} }
${withPrincipals(`  web: { displayName: web, applicationTenantId: ${UUID.toUpperCase()} }`)}`;
    expect(mistakes(text)).toEqual([
      expect.stringMatching(
        /^principals.web.applicationTenantId: .* is that of the registries, azure.tenantId; leave it out/,
      ),
    ]);
  });

  test("adopts a federated credential once", () => {
    const adopting = (subject: string): string =>
      `{ displayName: ${subject}, federatedCredentials: { git: { of: { issuer: "https://x.y", subject: ${subject} }, adopt: ${UUID} } } }`;
    const text = withPrincipals(`\n  one: ${adopting("a")}\n  two: ${adopting("b")}`);
    expect(mistakes(text)).toEqual([
      expect.stringMatching(
        /^principals.two.federatedCredentials.git.adopt: .* is adopted by principals.one.federatedCredentials.git too; it is one thing, leave one out$/,
      ),
    ]);
  });

  test("is adopted once", () => {
    const text = withPrincipals(`
  one: { displayName: one, adopt: { application: /applications/${UUID} } }
  two: { displayName: two, adopt: { application: /applications/${UUID} } }`);
    expect(mistakes(text)).toEqual([
      expect.stringMatching(
        /^principals.two.adopt.application: "\/applications\/.*" is adopted by principals.one too; it is one thing, leave one out$/,
      ),
    ]);
  });
});
