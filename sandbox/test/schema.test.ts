import { schemaOfBinding } from "../lib/schema/bindings";
import { isZero, sameValue, UNKNOWN } from "../lib/schema/values";

const binding = (module: string) => schemaOfBinding(`@cdktf/provider-${module}`);

test("an attribute has the type and the flags of the provider's schema", () => {
  const { attributes } = binding("azuread/lib/application-password");
  expect(attributes.application_id).toMatchObject({
    type: "string",
    required: true,
    computed: false,
  });
  expect(attributes.end_date).toMatchObject({ optional: true, computed: true });
  expect(attributes.value).toMatchObject({ optional: false, computed: true });
  expect(attributes.rotate_when_changed?.type).toEqual(["map", "string"]);
});

test("a set is told from a list", () => {
  expect(binding("azuread/lib/application").attributes.owners?.type).toEqual(["set", "string"]);
  expect(
    binding("azuread/lib/application-federated-identity-credential").attributes.audiences?.type,
  ).toEqual(["list", "string"]);
});

test("a block has its nesting and its limits", () => {
  const { blocks } = binding("azuread/lib/application");
  expect(blocks.api).toMatchObject({ nesting: "LIST", minItems: 0, maxItems: 1 });
  expect(blocks.required_resource_access).toMatchObject({ nesting: "SET", maxItems: 0 });
  expect(blocks.required_resource_access?.block.blocks.resource_access).toMatchObject({
    nesting: "LIST",
    minItems: 1,
  });
  expect(blocks.timeouts).toMatchObject({ nesting: "SINGLE" });
});

test("a computed list of objects is an attribute", () => {
  const { attributes } = binding("azuread/lib/data-azuread-service-principal");
  expect(attributes.saml_single_sign_on?.type).toEqual([
    "list",
    ["object", { relay_state: "string" }],
  ]);
});

test("an attribute that HCL lets one write as a block stays an attribute", () => {
  const { attributes, blocks } = binding("azurerm/lib/container-registry");
  expect(attributes.network_rule_set).toMatchObject({ optional: true, computed: true });
  expect(blocks.network_rule_set).toBeUndefined();
});

test("the blocks of a provider are known although its binding has only interfaces for them", () => {
  const { blocks } = binding("azurerm/lib/provider");
  const keyVault = blocks.features?.block.blocks.key_vault?.block.attributes;
  expect(keyVault?.recover_soft_deleted_secrets).toMatchObject({ type: "bool", optional: true });
});

test("a module without a Terraform type is refused", () => {
  expect(() => schemaOfBinding("@cdktf/provider-azuread/lib/lazy-index")).toThrow();
});

test("the order in a set means nothing, in a list it does", () => {
  expect(sameValue(["set", "string"], ["a", "b"], ["b", "a"])).toBe(true);
  expect(sameValue(["list", "string"], ["a", "b"], ["b", "a"])).toBe(false);
  expect(sameValue(["set", "string"], [UNKNOWN], ["a"])).toBe(false);
});

test("what is not set is not told from an empty text or collection, nor from false and 0", () => {
  expect([null, "", false, 0, [], {}].map(isZero)).not.toContain(false);
  expect(["a", true, 1, [null], { a: null }, UNKNOWN].map(isZero)).not.toContain(true);
});
