import { mistakes, withPrincipals } from "./reading";

test("a role assignment at another scope than the registry's is not adopted", () => {
  const group = "/subscriptions/6f3f7e4e-0000-4000-8000-000000000001/resourceGroups/rg";
  const assignment = `${group}/providers/Microsoft.Authorization/roleAssignments/6f3f7e4e-0000-4000-8000-000000000002`;
  const text = `registries: { shop: { id: ${group}/providers/Microsoft.ContainerRegistry/registries/contosoShop } }
principals:
  web: { displayName: web, grants: [{ registry: shop, access: pull, adopt: ${assignment} }] }`;
  expect(mistakes(text)).toEqual([
    expect.stringMatching(
      /^principals.web.grants\[0\].adopt: ".*" is at another scope than this grant, which is at/,
    ),
  ]);
});

describe("a grant", () => {
  test.each([
    [
      "[{ registry: shop, access: pull, repositories: [] }]",
      "grants[0].repositories: is empty; give one entry at least",
    ],
    ["[]", "grants: is empty; give one entry at least"],
    ["[shop]", 'grants[0]: "shop" is not a map'],
    [
      "[{ access: pull }]",
      "grants[0].registry: is missing: The key of a registry under registries",
    ],
    ["[{ registry: shop }]", "grants[0]: has neither access nor role; give access, as in access"],
    [
      "[{ registry: shop, access: pull, role: Reader }]",
      "grants[0].role: has no meaning beside access, which picks the role; leave it out",
    ],
    [
      "[{ registry: shop, role: AcrPul }]",
      'grants[0].role: "AcrPul" is not a role that Azure has for registries; did you mean "AcrPull"?',
    ],
    [
      "[{ registry: shop, role: Image Auditor }]",
      '"Image Auditor" is not a role that Azure has for registries; write the name of one, or the resource id of a role definition of your own',
    ],
    [
      "[{ registry: shop, role: /subscriptions/x }]",
      'grants[0].role: "/subscriptions/x" is not the resource id of a role definition; it reads',
    ],
    [
      "[{ registry: shop, role: AcrPull }]",
      "grants[0].role: a registry in abac mode ignores AcrPull without a word; grant pull, which",
    ],
    [
      "[{ registry: shop, role: Reader, repositories: [app] }]",
      'grants[0].repositories: can\'t limit "Reader": Azure ignores a condition on it',
    ],
    ["[{ registry: shop, role: 5 }]", "grants[0].role: 5 is not text"],
    [
      "[{ registry: shop, access: pull, adopt: AcrPull }]",
      'grants[0].adopt: "AcrPull" is no azurerm_role_assignment to adopt; write its id in Azure, <scope>/providers/Microsoft.Authorization/roleAssignments/<name> or the name alone, or its address',
    ],
    [
      "[{ registry: shop, access: [pull, list], adopt: azurerm_role_assignment.x }]",
      'grants[0].adopt: "azurerm_role_assignment.x" is one role assignment, and this grant makes 2: Container Registry Repository Reader, Container Registry Repository Catalog Lister; grant each role by itself',
    ],
    [
      "[{ registry: shop, access: [pull, content-trust] }]",
      "grants[0].access: content-trust: a registry in abac mode has no Docker Content Trust",
    ],
    ["[{ registry: shop, access: ~ }]", "grants[0].access: has no value; write one of pull, push"],
    ["[{ registry: shop, access: [] }]", "grants[0].access: is empty; give one entry at least"],
    ["[{ registry: shop, access: [pull, psh] }]", 'access[1]: "psh" is not one of pull'],
    [
      "[{ registry: constructor, access: pull }]",
      'registry: "constructor" is not declared under registries; declare it there',
    ],
    [
      "[{ registry: shop, access: pull, repositories: team-a }]",
      'repositories: "team-a" is not a list',
    ],
    [
      "[{ registry: shop, access: pull, repositories: [team-a, 'A/*'] }]",
      'repositories[1]: "A" is not the name of a repository',
    ],
    [
      "[{ registry: shop, access: [pull, list], repositories: [team-a] }]",
      "repositories: list is for the whole registry",
    ],
  ])("%s is refused", (grants, message) => {
    const text = withPrincipals(`  web: { displayName: web, grants: ${grants} }`);
    expect(mistakes(text)).toEqual([expect.stringContaining(message)]);
  });

  test("is not blamed for a registry or a permissions mode that is wrong itself", () => {
    const text = `registries: { shop: { name: contosoShop, resourceGroup: rg, permissionsMode: abak }, other: 5 }
principals:
  web:
    displayName: web
    grants:
      - { registry: shop, access: pull, repositories: [team-a] }
      - { registry: other, access: pull }
`;
    expect(mistakes(text)).toEqual([
      expect.stringContaining("registries.shop.permissionsMode"),
      expect.stringContaining("registries.other"),
    ]);
  });
});
