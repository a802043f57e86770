import { Construct } from "constructs";
import { TerraformStack, Testing } from "cdktf";
import {
  Access,
  AcrPrincipal,
  AcrRegistry,
  AcrRole,
  GrantOptions,
  IAcrPrincipal,
  IAcrRegistry,
  PermissionsMode,
  PrincipalType,
  Repositories,
} from "cdktf-acr-auth";
import { BUILT_IN_ROLES } from "../../lib/role/roles";
import { newStack, resources, warnings } from "../support/stack";

/** Something to ask of a registry. */
export interface Asked {
  readonly access?: Access;
  readonly role?: AcrRole;
  readonly options?: GrantOptions;
}

export function registryIn(
  scope: Construct,
  permissionsMode: PermissionsMode,
  id = "registry",
  registryName = "contosoShop",
): IAcrRegistry {
  return AcrRegistry.fromName(scope, id, {
    registryName,
    resourceGroupName: "rg-registry",
    permissionsMode,
  });
}

export function teamIn(
  scope: Construct,
  id = "team",
  principalType = PrincipalType.GROUP,
): IAcrPrincipal {
  return AcrPrincipal.fromObjectId(scope, id, {
    objectId: "6f3f7e4e-0000-4000-8000-000000000002",
    principalType,
  });
}

/** A stack in which a group is granted all that is asked for, on one registry. */
export function granted(mode: PermissionsMode, asks: Asked[]): TerraformStack {
  const stack = newStack();
  const registry = registryIn(stack, mode);
  const team = teamIn(stack);
  for (const { access, role, options } of asks) {
    if (access !== undefined) {
      registry.grant(team, access, options);
    }
    if (role !== undefined) {
      registry.grantRole(team, role, options);
    }
  }
  return stack;
}

/** The names of the roles that are assigned, without what most of them begin with. */
export function roleNames(stack: TerraformStack): string[] {
  return resources(stack, "azurerm_role_assignment")
    .map(({ role_definition_id: id, role_definition_name: name }) => {
      const role = BUILT_IN_ROLES.find(({ definitionId }) =>
        String(id).endsWith(`/${definitionId}`),
      );
      return (role?.roleName ?? String(name ?? id)).replace(/^Container Registry /, "");
    })
    .sort();
}

export function conditions(stack: TerraformStack): unknown[] {
  return resources(stack, "azurerm_role_assignment").map(({ condition }) => condition);
}

/** The ids of the warnings that a synth prints. */
export function warningIds(stack: TerraformStack): string[] {
  return warningsAtSynth(stack).map((text) => /\[acr-auth:([a-z-]+):/.exec(text)?.[1] ?? text);
}

/** The warnings that a synth prints, those that it finds itself among them. */
export function warningsAtSynth(stack: TerraformStack): string[] {
  Testing.synth(stack);
  return warnings(stack);
}

export function only(...names: string[]): GrantOptions {
  return { repositories: Repositories.named(...names) };
}

export function below(prefix: string): GrantOptions {
  return { repositories: Repositories.withPrefix(prefix) };
}
