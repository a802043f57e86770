import { TerraformStack, Testing } from "cdktf";
import { ContainerRegistry } from "@cdktf/provider-azurerm/lib/container-registry";
import { AcrRegistry, PermissionsMode } from "cdktf-acr-auth";
import { RegistryResourceOptions } from "../../lib/registry/role-assignment-mode";
import { newStack, problems, render, resources, warnings } from "../support/stack";

const { LEGACY, ABAC, MIGRATING } = PermissionsMode;

function resourceIn(stack: TerraformStack, id = "acr"): ContainerRegistry {
  return new ContainerRegistry(stack, id, {
    name: `contoso${id}`,
    resourceGroupName: "rg-registry",
    location: "westeurope",
    sku: "Basic",
  });
}

function made(options?: RegistryResourceOptions): TerraformStack {
  const stack = newStack();
  AcrRegistry.fromResource(stack, "registry", resourceIn(stack), options);
  return stack;
}

function azurermVersion(stack: TerraformStack): unknown {
  return render(stack).terraform;
}

const PINNED = { required_providers: { azurerm: { version: "4.55.0" } } };
const LIFTED = { required_providers: { azurerm: { version: ">= 4.81.0, < 5.0.0" } } };

test("a registry keeps its mode, and azurerm its version, unless told otherwise", () => {
  const stack = made({ permissionsMode: ABAC });
  expect(resources(stack, "azurerm_container_registry")).toEqual([
    expect.not.objectContaining({ role_assignment_mode: expect.anything() as unknown }),
  ]);
  expect(azurermVersion(stack)).toMatchObject(PINNED);
});

test.each([
  [LEGACY, LEGACY, "LegacyRegistryPermissions"],
  [MIGRATING, LEGACY, "LegacyRegistryPermissions"],
  [MIGRATING, ABAC, "AbacRepositoryPermissions"],
  [ABAC, ABAC, "AbacRepositoryPermissions"],
])(
  "in %s mode, roleAssignmentMode %s is written, for an azurerm that has it",
  (mode, own, value) => {
    const stack = made({ permissionsMode: mode, roleAssignmentMode: own });
    expect(resources(stack, "azurerm_container_registry")).toMatchObject([
      { role_assignment_mode: value },
    ]);
    expect(azurermVersion(stack)).toMatchObject({
      required_providers: {
        ...LIFTED.required_providers,
        azurerm: { source: "azurerm", ...LIFTED.required_providers.azurerm },
      },
    });
  },
);

test.each([
  [LEGACY, ABAC],
  [ABAC, LEGACY],
])("in %s mode, roleAssignmentMode %s is a contradiction", (mode, own) => {
  expect(problems(made({ permissionsMode: mode, roleAssignmentMode: own }))).toEqual([
    `[test/registry] roleAssignmentMode: ${own} contradicts permissionsMode ${mode}, whose roles the registry would ignore; between the two, use permissionsMode migrating`,
  ]);
});

test("migrating is not a mode that a registry can have", () => {
  expect(problems(made({ permissionsMode: MIGRATING, roleAssignmentMode: MIGRATING }))).toEqual([
    '[test/registry] roleAssignmentMode: "migrating" is not a mode that a registry can have; write legacy or abac',
  ]);
});

test("a registry of the stack that azurerm would plan back to legacy is warned of", () => {
  const stack = made({ permissionsMode: ABAC, roleAssignmentMode: ABAC });
  resourceIn(stack, "other");
  Testing.synth(stack);
  expect(warnings(stack)).toEqual([
    expect.stringMatching(/plans this registry back to legacy mode.*\[acr-auth:mode-reset:/),
  ]);
});
