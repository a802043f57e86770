import { render } from "../support/stack";
import { stackOf, withPrincipals } from "./reading";

const GUID = "11111111-2222-4333-8444-555555555555";

/** The role assignments of a principal with these grants: the end of the role's id, and the condition. */
function assigned(grants: string): unknown[] {
  const text = withPrincipals(`  web: { displayName: web, grants: ${grants} }`);
  const { resource } = render(stackOf(text));
  return Object.entries(resource?.azurerm_role_assignment ?? {})
    .map(([address, { condition }]) => [
      address.replace(/^web_grant_registry-rg-registry-contososhop_(.*)_\w+$/, "$1"),
      String(condition).match(/'[a-z/-]+'/g) ?? [],
    ])
    .sort();
}

test.each([
  ["an access", "{ access: pull }", ["ContainerRegistryRepositoryReader"]],
  [
    "a list of accesses",
    "{ access: [push, delete, list, import] }",
    [
      "ContainerRegistryDataImporterandDataReader",
      "ContainerRegistryRepositoryCatalogLister",
      "ContainerRegistryRepositoryContributor",
      "ContainerRegistryRepositoryWriter",
    ],
  ],
  ["a role by its name", "{ role: AcrQuarantineReader }", ["AcrQuarantineReader"]],
  [
    "a role by its name in other letters",
    "{ role: container registry tasks contributor }",
    ["ContainerRegistryTasksContributor"],
  ],
  [
    "a role by its id",
    `{ role: /subscriptions/${GUID}/providers/Microsoft.Authorization/roleDefinitions/${GUID} }`,
    [GUID],
  ],
])("a grant of %s assigns it", (_, grant, roles) => {
  const text = `[${grant.replace("{", "{ registry: shop,")}]`;
  expect(assigned(text)).toEqual(roles.map((role) => [role, []]));
});

test("repositories limit every role of their grant, and are merged with those of others", () => {
  expect(
    assigned(`[
      { registry: shop, access: [pull, push], repositories: ["team-a/*"] },
      { registry: shop, role: Container Registry Repository Reader, repositories: [base, team-a/app] },
    ]`),
  ).toEqual([
    ["ContainerRegistryRepositoryReader", ["'base'", "'team-a/'"]],
    ["ContainerRegistryRepositoryWriter", ["'team-a/'"]],
  ]);
});
