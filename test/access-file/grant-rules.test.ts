import { mistakes, withPrincipals } from "./reading";

describe("a grant", () => {
  test.each([
    ["[]", "grants: is empty; write something, or leave the key out"],
    ["[shop]", 'grants[0]: "shop" is not a map'],
    [
      "[{ access: pull }]",
      "grants[0].registry: is missing: The key of a registry under registries",
    ],
    ["[{ registry: shop }]", "grants[0].access: is missing: One of pull, push, delete and list"],
    ["[{ registry: shop, access: ~ }]", "grants[0].access: has no value; write one of pull, push"],
    ["[{ registry: shop, access: [] }]", "grants[0].access: is empty; write something"],
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
