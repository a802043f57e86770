import { mistakes, withPrincipals } from "./reading";

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

test.each(["${file(/etc/passwd)}", "%{ if true }", "#{TfToken[TOKEN.0]}", "$${x}"])(
  "%s would be evaluated and is refused in any text",
  (text) => {
    const quoted = JSON.stringify(text);
    const found = mistakes(
      withPrincipals(`  web: { displayName: ${quoted}, notes: ${quoted} }`),
    ).filter((message) => message.includes("which Terraform would evaluate"));
    expect(found).toEqual([
      expect.stringContaining("principals.web.displayName"),
      expect.stringContaining("principals.web.notes"),
    ]);
  },
);

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
