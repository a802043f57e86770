import { Aspects, IAspect, TerraformStack } from "cdktf";
import { ContainerRegistry } from "@cdktf/provider-azurerm/lib/container-registry";
import { oneOf } from "../core/kinds";
import { oncePer } from "../core/once-per";
import { Problem, reportAtSynth } from "../core/problem";
import { optional, Shape } from "../core/props";
import { shown } from "../core/shown";
import { warnOnce } from "../core/warning";
import { PermissionsMode } from "../role/permissions-mode";
import { askedFor, askFor } from "../terraform/provider-versions";
import { isWithin, reaches, versionRange } from "../terraform/version-range";
import { AcrScope, AcrScopeOptions, SCOPE_OPTIONS } from "./scope";

/** A registry that the same program makes. */
export interface RegistryResourceOptions extends AcrScopeOptions {
  /**
   * Sets the registry's own mode, LEGACY or ABAC: `role_assignment_mode` of
   * `azurerm_container_registry`. azurerm has it from 4.81.0 on and plans every registry that does
   * not set it back to legacy; set it on all registries of the stack. Unless `ProviderVersions.use`
   * asks for such an azurerm, this lifts it to `>= 4.81.0, < 5.0.0`.
   *
   * On the way from legacy to abac, `permissionsMode` changes first, to MIGRATING, then this, and
   * `permissionsMode` to ABAC last, each in an apply of its own.
   * @default - not set: the registry keeps its mode, and azurerm its version
   */
  readonly roleAssignmentMode?: PermissionsMode;
}

export const REGISTRY_RESOURCE_OPTIONS: Shape<RegistryResourceOptions> = {
  roleAssignmentMode: optional(oneOf(PermissionsMode)),
  ...SCOPE_OPTIONS,
};

const ATTRIBUTE = "role_assignment_mode";
const VALUES: Partial<Record<PermissionsMode, string>> = {
  [PermissionsMode.LEGACY]: "LegacyRegistryPermissions",
  [PermissionsMode.ABAC]: "AbacRepositoryPermissions",
};

/** Sets the mode of a registry that the program makes, where one is given. */
export function setRoleAssignmentMode(
  registry: AcrScope,
  containerRegistry: ContainerRegistry,
  mode: PermissionsMode | undefined,
): void {
  const stack = TerraformStack.of(containerRegistry);
  oncePer(stack, setRoleAssignmentMode, () => {
    Aspects.of(stack).add(RESET);
  });
  if (mode === undefined) {
    return;
  }
  if (askedFor(stack, "azurerm") === undefined) {
    askFor(stack, "azurerm", ">= 4.81.0, < 5.0.0");
  }
  reportAtSynth(registry, () => [
    ...roleAssignmentModeProblems(mode, registry.permissionsMode),
    ...olderAzurermProblems(stack),
  ]);
  containerRegistry.addOverride(ATTRIBUTE, VALUES[mode]);
}

/** Since when azurerm has the mode. */
const SINCE = [4, 81, 0] as const;

function roleAssignmentModeProblems(mode: PermissionsMode, grantsFor: PermissionsMode): Problem[] {
  const key = "roleAssignmentMode";
  if (VALUES[mode] === undefined) {
    return [
      {
        key,
        message: `${shown(mode)} is not a mode that a registry can have; write legacy or abac`,
      },
    ];
  }
  return grantsFor === mode || grantsFor === PermissionsMode.MIGRATING
    ? []
    : [
        {
          key,
          message: `${mode} contradicts permissionsMode ${grantsFor}, whose roles the registry would ignore; between the two, use permissionsMode migrating`,
        },
      ];
}

function olderAzurermProblems(stack: TerraformStack): Problem[] {
  const constraint = askedFor(stack, "azurerm") ?? "";
  const given = versionRange(constraint);
  return given === undefined || isWithin(given, { ...given, from: SINCE })
    ? []
    : [
        {
          key: "roleAssignmentMode",
          message: `is in azurerm from 4.81.0 on, and ${shown(constraint)}, which the stack asks for, lets in older ones; ask for 5.2.0, or a range as in ~> 4.81`,
        },
      ];
}

/** Finds the registries that azurerm would plan back to legacy. */
const RESET: IAspect = {
  visit: (construct) => {
    if (construct instanceof ContainerRegistry && !hasMode(construct) && mayHaveModes(construct)) {
      warnOnce(
        construct,
        "acr-auth:mode-reset",
        "azurerm from 4.81.0 on, which the stack asks for, plans this registry back to legacy mode, " +
          "because it does not say role_assignment_mode. Give it a roleAssignmentMode.",
      );
    }
  },
};

function mayHaveModes(registry: ContainerRegistry): boolean {
  const given = versionRange(askedFor(TerraformStack.of(registry), "azurerm") ?? "");
  return given !== undefined && reaches(given, SINCE);
}

// Overrides are no public part of cdktf, so this reads what will be rendered.
function hasMode(registry: ContainerRegistry): boolean {
  const rendered = registry.toTerraform() as {
    resource: { azurerm_container_registry: Record<string, Record<string, unknown>> };
  };
  return Object.values(rendered.resource.azurerm_container_registry).some(
    (attributes) => attributes[ATTRIBUTE] !== undefined,
  );
}
