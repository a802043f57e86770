import {
  fixed,
  IN_RESOURCE_GROUP,
  named,
  ResourceIdType,
  resourceProvider,
} from "../../lib/provider/resource-id";

const REGISTRY_ID = new ResourceIdType("Registry", [
  ...IN_RESOURCE_GROUP,
  fixed("providers"),
  resourceProvider("Microsoft.ContainerRegistry"),
  fixed("registries"),
  named("registryName"),
]);
const id = (registries = "registries") =>
  `/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerRegistry/${registries}/shop`;

test("an id tells what it names", () => {
  expect(REGISTRY_ID.parse(id())).toMatchObject({
    subscriptionId: "s",
    resourceGroupName: "rg",
    registryName: "shop",
  });
});

test("letter case of the fixed segments counts, unless it is said not to", () => {
  expect(() => REGISTRY_ID.parse(id("Registries"))).toThrow(
    `parsing segment "registries": parsing the Registry ID: the segment at position 6 didn't match

Expected a Registry ID that matched:

> /subscriptions/12345678-1234-9876-4563-123456789012/resourceGroups/example-resource-group/providers/Microsoft.ContainerRegistry/registries/registryName
`,
  );
  expect(REGISTRY_ID.parse(id("Registries"), true).registryName).toBe("shop");
});

test.each([
  ["", "cannot parse an empty string"],
  ["/subscriptions/s", "the number of segments didn't match"],
  [`${id()}/tokens/t`, 'unexpected segment "tokens/t" present at the end of the URI'],
  [id().replace("rg", ""), "missing a value for the segment at position 3"],
])("%o is no id of that kind", (text, problem) => {
  expect(() => REGISTRY_ID.parse(text)).toThrow(problem);
});
