/** What of a registry somebody gets, by the roles that the cloud has. */
import type { Cloud } from "../../cloud/cloud";
import { snapshotOf } from "../../cloud/state";
import type { Registry } from "../../cloud/subscription";
import { decide, type RegistryAccess } from "../../lets-in";
import { NotModelled } from "../../not-modelled";
import type { Action, Scope } from "./scope";

/** What is left of the scopes that somebody, by object id, asks for. */
export function grantedOf(
  cloud: Cloud,
  { name: registry }: Registry,
  principal: string,
  wanted: readonly Scope[],
): Scope[] {
  // Who has a token may be gone.
  const { seed, environment } = cloud;
  const isThere =
    cloud.directory(seed.tenantId).servicePrincipals.has(principal) ||
    environment.whoIs(principal, seed.tenantId) !== undefined;
  if (!isThere) {
    return [];
  }
  const snapshot = snapshotOf(cloud);
  const isGranted = (access: RegistryAccess, repository?: string): boolean =>
    decide(snapshot, { principal, registry, access, ...(repository && { repository }) }).isLetIn;
  return wanted
    .map(({ type, name, actions }): Scope => {
      const granted =
        type === "registry"
          ? actions.filter(() => isGranted("list"))
          : repositoryActions(actions).filter((action) => isGranted(accessOf(action), name));
      return { type, name, actions: granted };
    })
    .filter(({ actions }) => actions.length > 0);
}

/** All of them, where `*` is asked for. */
function repositoryActions(actions: readonly Action[]): readonly Action[] {
  return actions.includes("*") ? ["pull", "push", "delete", "metadata_read"] : actions;
}

function accessOf(action: Action): RegistryAccess {
  switch (action) {
    case "pull":
    case "push":
    case "delete":
      return action;
    case "metadata_read":
      return "metadata-read";
    default:
      throw new NotModelled(`the action "${action}" of a scope`);
  }
}
