import { Token } from "cdktf";
import { complaint, mistakes, withPrincipals } from "./reading";

describe("a key", () => {
  test.each(["Web", "a_b", "1a", "a b", "<<", "constructor", "toString", "a".repeat(33)])(
    "%s is refused",
    (key) => {
      expect(mistakes(withPrincipals(`  ${key}: { displayName: web }`))).toEqual([
        expect.stringContaining(`"${key}" can't be a key; use a lower-case letter`),
      ]);
    },
  );

  test.each(["backend", "acr-auth-now"])("%s would clash with the stack's own", (key) => {
    expect(mistakes(withPrincipals(`  ${key}: { displayName: web }`))).toEqual([
      `principals.${key}: "${key}" is a name that the stack needs for itself; choose another key`,
    ]);
  });

  test("of a principal is not that of a registry", () => {
    expect(mistakes(withPrincipals("  shop: { displayName: web }"))).toEqual([
      'principals.shop: "shop" is the key of a registry too; both are ids in one stack, rename the newer one',
    ]);
  });
});

test.each(["${file(/etc/passwd)}", "%{ if true }", "$${x}"])(
  "%s would be evaluated and is refused in any text",
  (text) => {
    const quoted = JSON.stringify(text);
    const found = mistakes(
      withPrincipals(`  web: { displayName: ${quoted}, notes: ${quoted} }`),
    ).filter((message) => message.includes("in whose place another value would be put"));
    expect(found).toEqual([
      expect.stringContaining("principals.web.displayName"),
      expect.stringContaining("principals.web.notes"),
    ]);
  },
);

const NUMBER = Token.asNumber({ resolve: () => "never", creationStack: [], toString: () => "" });
const [NUMBER_OF_LIST = 0] = Token.asNumberList({
  resolve: () => "never",
  creationStack: [],
  toString: () => "",
});

test.each([
  "#{TfToken[TOKEN.0]}",
  "a ${TfToken[TOKEN.0]}",
  "&{TfToken[TOKEN.0]}",
  "String Map Token Value",
  "Any Map Token Value",
  String(NUMBER),
  `a${NUMBER}b`,
  // cdktf reads what is before the exponent as JavaScript does.
  String(NUMBER).replace("e+", "e"),
  String(NUMBER).replace("e+", "e+000"),
  String(NUMBER).replace(
    /\.(\d)(\d*)e\+(\d+)/,
    (_, first: string, others: string, exponent: string) =>
      `${first}.${others}e+${Number(exponent) - 1}`,
  ),
])("%s is how cdktf marks a value of Terraform's, and is refused in any text", (text) => {
  expect(
    mistakes(withPrincipals(`  web: { displayName: web, description: ${JSON.stringify(text)} }`)),
  ).toEqual([
    expect.stringMatching(
      /^principals\.web\.description: .* has \$\{ or %\{, or a mark of cdktf's, in it, in whose place another value would be put; write the value itself$/,
    ),
  ]);
});

test.each([NUMBER, NUMBER_OF_LIST, Token.NUMBER_MAP_TOKEN_VALUE])(
  "%d is how cdktf marks a number of Terraform's, and is refused",
  (number) => {
    const secret = `  web: { displayName: web, clientSecrets: { docker: { generation: ${number} } } }`;
    expect(mistakes(withPrincipals(secret))).toContain(
      `principals.web.clientSecrets.docker.generation: ${number} is a mark of cdktf's, in whose place another value would be put; write the value itself`,
    );
  },
);

test.each(["release-1.5e-rc", "#{x}", "1e+5", "a-e-b"])("%s is text like any other", (text) => {
  const description = JSON.stringify(text);
  expect(
    mistakes(withPrincipals(`  web: { displayName: web, description: ${description} }`)),
  ).toEqual([""]);
});

test("the settings of providers and backend are checked as well", () => {
  const text = `azure: { subscriptionId: x, tenantID: y, environment: publik }
backend: { resourceGroup: rg., storageAccount: stterraform }
registries: {}
`;
  expect(mistakes(text)).toEqual([
    "principals: is missing: Who is let in, how they prove themselves, and to what.",
    'azure.subscriptionId: "x" is not a UUID; give the subscriptionId as az account show prints it',
    'azure.tenantID: is not a key that is known here; did you mean "tenantId"?',
    'azure.environment: "publik" is not one of public, usgovernment, dod, china; did you mean "public"?',
    "backend.container: is missing: The container in the storage account.",
    "backend.key: is missing: The name of the blob; each access file needs its own.",
    expect.stringContaining('backend.resourceGroup: "rg." is not the name of a resource group'),
    "registries: is empty; give one entry at least",
  ]);
});

test("the versions of the providers are checked, and a version is text", () => {
  const text = `azure:
  providerVersions: { azuread: ^3.7, azurerm: 5, azurem: 5.2.0 }
${withPrincipals("  web: { displayName: web }")}`;
  expect(mistakes(text)).toEqual([
    'azure.providerVersions.azuread: "^3.7" is not a version constraint of Terraform\'s; write 3.9.0, or a range as in ~> 3.9',
    "azure.providerVersions.azurerm: 5 is not text; write text in quotes",
    'azure.providerVersions.azurem: is not a key that is known here; did you mean "azurerm"?',
  ]);
});

test("whoever corrects a key that can't be one is told what else is wrong with its entry at once", () => {
  const found = mistakes(
    withPrincipals(`
  Web:
    displayName: contoso-web
    owners: [me]
    tags: none
    grants: [{ registry: shop, access: pul }, { registry: shop, access: pull, repositories: [A] }]
    clientSecrets: { my_secret: { rotationDays: 0, outputs: 1 } }
  Api: { notes: none }
`),
  );
  expect(found).toEqual([
    expect.stringMatching(/^principals\.Web: "Web" can't be a key; /),
    expect.stringMatching(/^principals\.Web\.owners\[0\]: "me" is not a UUID/),
    expect.stringMatching(/^principals\.Web\.tags: "none" is not a list/),
    expect.stringMatching(/^principals\.Web\.grants\[0\]\.access: "pul" is not one of/),
    expect.stringMatching(
      /^principals\.Web\.grants\[1\]\.repositories\[0\]: "A" is not the name of/,
    ),
    expect.stringMatching(
      /^principals\.Web\.clientSecrets\.my_secret: "my_secret" can't be a key; /,
    ),
    expect.stringMatching(
      /^principals\.Web\.clientSecrets\.my_secret\.rotationDays: 0 would never rotate/,
    ),
    expect.stringMatching(
      /^principals\.Web\.clientSecrets\.my_secret\.outputs: 1 is not a boolean/,
    ),
    expect.stringMatching(/^principals\.Api: "Api" can't be a key; /),
  ]);
});

test("what is adopted twice is told at the key that adopts it", () => {
  const id = "6f3f7e4e-0000-4000-8000-000000000001";
  const other = "6f3f7e4e-0000-4000-8000-000000000002";
  const file = withPrincipals(`
  web: { displayName: web, adopt: { application: ${id}, servicePrincipal: ${other} } }
  api:
    displayName: api
    adopt:
      application: ${id}
      servicePrincipal: ${other}
`);
  expect(complaint(file)).toMatch(
    /^access\.yaml:7:7 principals\.api\.adopt\.application: .* is adopted by principals\.web too.*\naccess\.yaml:8:7 principals\.api\.adopt\.servicePrincipal: /,
  );
});
