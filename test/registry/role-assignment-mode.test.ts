import { TerraformStack, Testing } from "cdktf";
import { ContainerRegistry } from "@cdktf/provider-azurerm/lib/container-registry";
import { AcrRegistry, PermissionsMode, ProviderVersions } from "cdktf-acr-auth";
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

describe("a registry that azurerm would plan back to legacy is warned of", () => {
  const RESET = expect.stringMatching(
    /plans this registry back to legacy mode.*\[acr-auth:mode-reset:/,
  ) as string;

  function warned(stack: TerraformStack): string[] {
    Testing.synth(stack);
    return warnings(stack);
  }

  test("where another one of the stack has a roleAssignmentMode", () => {
    const stack = made({ permissionsMode: ABAC, roleAssignmentMode: ABAC });
    expect(warned(stack)).toEqual([]);
    resourceIn(stack, "other");
    expect(warned(stack)).toEqual([RESET]);
  });

  test.each([
    ["5.2.0", [RESET]],
    ["~> 4.55", [RESET]],
    [">= 4.55.0, < 4.81.0", []],
  ])("where the stack asks for azurerm %s: %j", (azurerm, expected) => {
    const stack = made({ permissionsMode: ABAC });
    ProviderVersions.use(stack, { azurerm });
    expect(warned(stack)).toEqual(expected);
  });
});

describe("beside versions that the program asks for", () => {
  const use = (stack: TerraformStack, azurerm: string): TerraformStack => {
    ProviderVersions.use(stack, { azurerm });
    return stack;
  };
  const registryIn = (stack: TerraformStack): TerraformStack => {
    const options = { permissionsMode: ABAC, roleAssignmentMode: ABAC };
    AcrRegistry.fromResource(stack, "registry", resourceIn(stack), options);
    return stack;
  };

  test.each([
    ["before", (azurerm: string) => registryIn(use(newStack(), azurerm))],
    ["after", (azurerm: string) => use(registryIn(newStack()), azurerm)],
  ])("roleAssignmentMode leaves those that were asked for %s it", (_, program) => {
    expect(azurermVersion(program("5.2.0"))).toMatchObject({
      required_providers: { azurerm: { version: "5.2.0" } },
    });
    expect(problems(program(">= 4.55.0, < 5.0.0"))).toEqual([
      '[test/registry] roleAssignmentMode: is in azurerm from 4.81.0 on, and ">= 4.55.0, < 5.0.0", which the stack asks for, lets in older ones; ask for 5.2.0, or a range as in ~> 4.81',
    ]);
  });
});
