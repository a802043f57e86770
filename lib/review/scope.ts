import type { Side } from "./assignments";
import type { Mode } from "./capabilities";
import type { Party } from "./parties";

const MODES: readonly Mode[] = ["legacy", "abac"];

/** Whether registries can be in a scope: none is in a resource of another kind. */
export function isOfRegistries({ key, type }: Party): boolean {
  if (key.startsWith("/")) {
    const provider = providerOf(key);
    return provider === undefined || HOLDING_REGISTRIES.includes(provider);
  }
  return type?.startsWith("azurerm_") !== true || TYPES_HOLDING_REGISTRIES.includes(type);
}

/** Whether a scope is one registry, and not all in a resource group or more; one that is not known may be more. */
export function isOneRegistry({ key, type }: Party): boolean {
  return key.startsWith("/") ? providerOf(key) === REGISTRY : type === "azurerm_container_registry";
}

/** Whether a scope is another one, or that one is in it; both by their keys. */
export function contains(wider: string, key: string): boolean {
  return (
    wider === key || (wider.startsWith("/") && `${key}/`.startsWith(wider.replace(/\/*$/, "/")))
  );
}

/** The modes that a registry may be in after the apply, as far as one of the sides of it tells. */
export function possibleModes({ key }: Party, before: Side, after: Side): readonly Mode[] {
  const known = after.modes.get(key) ?? before.modes.get(key);
  return known === undefined || known === "unknown" ? MODES : [known];
}

/** The kind of the innermost resource that an id names. */
function providerOf(id: string): string | undefined {
  return /\/providers\/([^/]+\/[^/]+)(?!.*\/providers\/)/.exec(id)?.[1];
}

const REGISTRY = "microsoft.containerregistry/registries";

const HOLDING_REGISTRIES = [REGISTRY, "microsoft.management/managementgroups"];

const TYPES_HOLDING_REGISTRIES = [
  "azurerm_container_registry",
  "azurerm_management_group",
  "azurerm_resource_group",
  "azurerm_subscription",
];
