import * as fc from "fast-check";
import { complaint, mistakes } from "./reading";

const SUBSCRIPTION = "6f3f7e4e-0000-4000-8000-000000000001";
const GROUP_ID = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-registry`;
const REGISTRY_ID = `${GROUP_ID}/providers/Microsoft.ContainerRegistry/registries/contosoShop`;

/** To how much it lets in what is given so: to one registry, a resource group or a subscription. */
function widthOf(keys: string[]): number {
  if (keys.some((key) => ["id", "name", "resourceGroup"].includes(key))) {
    return 1;
  }
  return keys.includes("resourceGroupId") ? 2 : 3;
}

describe("a registry", () => {
  test.each([
    ["{}", "has neither name and resourceGroup nor id, and for all registries of a place"],
    ["[]", "a list is not a map; write key: value below it, or {} for none"],
    ["{ id: x }", '.id: "x" is not the resource id of a container registry'],
    ["{ name: contosoShop }", ".resourceGroup: is missing; give it, or the id of the registry"],
    ["{ name: 5, resourceGroup: rg }", ".name: 5 is not text; write text in quotes"],
    ["{ name: ~, resourceGroup: rg }", ".name: has no value; write text in quotes"],
    ["{ name: '', resourceGroup: rg }", ".name: is empty; write something"],
    ["{ name: contosoShop, resourceGroup: rg. }", '.resourceGroup: "rg." is not the name of a'],
    [
      "{ name: contosoShop, resourceGroup: rg, loginServer: contososhop.azurecr.io }",
      ".loginServer: has no meaning beside a name, by which Terraform reads it; leave it out",
    ],
    [
      `{ id: ${REGISTRY_ID}, resourceGroup: rg }`,
      ".resourceGroup: has no meaning beside id, which says it all; leave it out",
    ],
    [
      `{ id: ${REGISTRY_ID}, subscriptionId: ${SUBSCRIPTION} }`,
      ".subscriptionId: has no meaning beside id, which says it all; leave it out",
    ],
    [
      `{ name: contosoShop, resourceGroup: rg, resourceGroupId: ${GROUP_ID} }`,
      ".resourceGroupId: has no meaning beside name, of which the group is given as resourceGroup; leave it out",
    ],
    [
      `{ resourceGroup: rg, subscriptionId: ${SUBSCRIPTION} }`,
      ".name: is missing; give it, or the id of the registry in place of name and resourceGroup",
    ],
    [
      `{ name: contosoShop, subscriptionId: ${SUBSCRIPTION} }`,
      ".resourceGroup: is missing; give it, or the id of the registry in place of name",
    ],
    [
      "{ name: contosoShop, resourceGroup: rg, subscriptionId: prod }",
      '.subscriptionId: "prod" is not a UUID; give the id, as az account',
    ],
    [
      `{ resourceGroupId: ${GROUP_ID}, subscriptionId: ${SUBSCRIPTION} }`,
      ".subscriptionId: has no meaning beside resourceGroupId; leave it out",
    ],
    [
      `{ subscriptionId: ${SUBSCRIPTION}, loginServer: contososhop.azurecr.io }`,
      ".loginServer: has no meaning beside subscriptionId; leave it out",
    ],
    ["{ resourceGroupId: rg-registry }", '.resourceGroupId: "rg-registry" is not the resource id'],
    ["{ subscriptionId: contoso }", '.subscriptionId: "contoso" is not a UUID; give the id, as az'],
    [
      `{ id: ${REGISTRY_ID}, loginServer: "https://x" }`,
      '.loginServer: "https://x" is not a login server',
    ],
    [
      "{ name: contosoShop, resourceGroup: rg, permissionsMode: ABAC }",
      '.permissionsMode: "ABAC" is not one of legacy, abac, migrating; did you mean "abac"?',
    ],
    [
      "{ name: contosoShop, resourceGroup: rg, addressId: Shop_EU }",
      `.addressId: "Shop_EU" can't name a scope in Terraform addresses; write 1 to 60 small letters`,
    ],
  ])("%s is refused", (registry, message) => {
    const text = `registries:\n  shop: ${registry}\nprincipals: { web: { displayName: web } }`;
    expect(mistakes(text)).toEqual([expect.stringContaining(message)]);
  });

  test("may be given by its name in a subscription, as may its neighbours there", () => {
    const text = `registries:
  shop: { name: contosoShop, resourceGroup: rg, subscriptionId: ${SUBSCRIPTION} }
  other: { name: contosoOther, resourceGroup: rg, subscriptionId: ${SUBSCRIPTION} }
principals: { web: { displayName: web } }`;
    expect(complaint(text)).toBe("");
  });

  test("is never said to be given by less where a form of it is meant that lets in to less", () => {
    const keys: Record<string, string> = {
      id: REGISTRY_ID,
      name: "contosoShop",
      resourceGroup: "rg",
      resourceGroupId: GROUP_ID,
      subscriptionId: SUBSCRIPTION,
    };
    fc.assert(
      fc.property(fc.subarray(Object.keys(keys), { minLength: 2 }), (given) => {
        const shop = given.map((key) => `${key}: ${keys[key] ?? ""}`).join(", ");
        const text = `registries: { shop: { ${shop} } }\nprincipals: { web: { displayName: web } }`;
        const toLeaveOut = mistakes(text)
          .filter((line) => line.includes("leave it out"))
          .map((line) => /^registries\.shop\.(\w+)/.exec(line)?.[1] ?? "");
        const left = given.filter((key) => !toLeaveOut.includes(key));
        expect(widthOf(left)).toBeLessThanOrEqual(Math.min(...given.map((key) => widthOf([key]))));
      }),
    );
  });

  test("has its login server in the cloud of the file", () => {
    const text = `azure: { environment: china }
registries: { shop: { id: ${REGISTRY_ID}, loginServer: contososhop.azurecr.io } }
principals: { web: { displayName: web } }`;
    expect(mistakes(text)).toEqual([
      'registries.shop.loginServer: "contososhop.azurecr.io" is not in the cloud of the azurerm provider, whose environment is china: login servers end with .azurecr.cn there; correct one of the two',
    ]);
  });

  test.each([
    [
      "name",
      "{ name: contosoShop, resourceGroup: rg }",
      "{ name: contososhop, resourceGroup: RG }",
    ],
    ["id", `{ id: ${REGISTRY_ID} }`, `{ id: ${REGISTRY_ID.toUpperCase()} }`],
    [
      "subscriptionId",
      `{ subscriptionId: ${SUBSCRIPTION} }`,
      `{ subscriptionId: ${SUBSCRIPTION} }`,
    ],
  ])("of one %s is declared once", (key, first, second) => {
    const text = `registries:\n  one: ${first}\n  two: ${second}\nprincipals: { web: { displayName: web } }`;
    expect(mistakes(text)).toEqual([
      expect.stringMatching(
        `^registries.two.${key}: .* is registries.one.${key} too; declare the registry once`,
      ),
    ]);
  });

  test.each([
    [
      "names in one group",
      "{ name: contosoShop, resourceGroup: a }",
      "{ name: contosoBase, resourceGroup: a }",
    ],
    // Registries with a domain name label.
    [
      "groups with one name",
      "{ name: contosoShop, resourceGroup: a }",
      "{ name: contosoShop, resourceGroup: b }",
    ],
    [
      "subscriptions with one name",
      `{ id: ${REGISTRY_ID} }`,
      `{ id: ${REGISTRY_ID.replace("1/", "2/")}, addressId: shop-2 }`,
    ],
  ])("may be one of two in two %s", (_, first, second) => {
    const text = `registries:\n  one: ${first}\n  two: ${second}\nprincipals: { web: { displayName: web } }`;
    expect(mistakes(text)).toEqual([""]);
  });
});
