/** Finds by their names what is in the sandbox. */
import type { CloudSnapshot, CloudState } from "../cloud/state";

export interface FoundRegistry {
  readonly id: string;
  readonly name: string;
  readonly mode: "legacy" | "abac";
  readonly roleAssignments: CloudState["subscriptions"][string]["roleAssignments"];
}

export function registryNamed(
  { subscriptions }: CloudState,
  wanted: string | undefined,
): FoundRegistry {
  const all = Object.values(subscriptions).flatMap(({ registries, roleAssignments }) =>
    registries.map(({ id, name, permissionsMode: mode }) => ({ id, name, mode, roleAssignments })),
  );
  const found = all.find(({ name }) => name.toLowerCase() === wanted?.toLowerCase());
  if (found === undefined) {
    throw new Error(
      `registry: there is no registry ${JSON.stringify(wanted)} in the sandbox; ${listed(all.map(({ name }) => name))}.`,
    );
  }
  return found;
}

export interface FoundPrincipal {
  readonly kind: "service principal" | "managed identity" | "group" | "user" | "application";
  readonly displayName: string;
  /** Of the principal, which role assignments name; an application without one has none. */
  readonly objectId: string | undefined;
  readonly ids: readonly string[];
  readonly clientId?: string;
  readonly isDisabled?: boolean;
}

export function principalNamed(
  snapshot: CloudSnapshot,
  wanted: string | undefined,
): FoundPrincipal {
  const all = principalsOf(snapshot);
  const same = (text: string): boolean => text.toLowerCase() === wanted?.toLowerCase();
  const byId = all.filter(({ ids }) => ids.some(same));
  const found =
    byId.length > 0
      ? byId
      : all.filter(({ displayName }) => displayName !== "" && same(displayName));
  const [principal] = found;
  if (principal === undefined) {
    throw new Error(
      `principal: ${JSON.stringify(wanted)} is no display name, client id or object id in the sandbox; ${listed(all.map(({ displayName }) => displayName))}.`,
    );
  }
  if (found.length > 1) {
    const those = found.map(({ kind, ids: [id] }) => `the ${kind} ${id ?? ""}`).join(", ");
    throw new Error(
      `principal: ${JSON.stringify(wanted)} is the display name of ${found.length}, ${those}; write the id of the one that you mean.`,
    );
  }
  return principal;
}

function principalsOf({ state, homeTenantId, callers }: CloudSnapshot): FoundPrincipal[] {
  const {
    applications = [],
    servicePrincipals = [],
    groups = [],
  } = state.tenants[homeTenantId] ?? {};
  const all = [
    ...servicePrincipals.map((principal): FoundPrincipal => {
      const { objectId, clientId, displayName, accountEnabled, type } = principal;
      const own = applications.find((application) => application.clientId === clientId);
      return {
        kind: type === "ManagedIdentity" ? "managed identity" : "service principal",
        displayName,
        objectId,
        ids: [objectId, clientId, ...(own === undefined ? [] : [own.objectId])],
        clientId,
        isDisabled: !accountEnabled,
      };
    }),
    ...groups.map(({ objectId, displayName }): FoundPrincipal => ({
      kind: "group",
      displayName,
      objectId,
      ids: [objectId],
    })),
    ...applications
      .filter(({ clientId }) => servicePrincipals.every((other) => other.clientId !== clientId))
      .map(({ objectId, clientId, displayName }): FoundPrincipal => ({
        kind: "application",
        displayName,
        objectId: undefined,
        ids: [objectId, clientId],
      })),
  ];
  // Who runs Terraform has signed in already, and has no display name here.
  const others = callers.filter(({ objectId }) => all.every(({ ids }) => !ids.includes(objectId)));
  return [
    ...all,
    ...others.map(({ objectId, clientId, type }): FoundPrincipal => ({
      kind: type === "User" ? "user" : "service principal",
      displayName: "",
      objectId,
      ids: type === "User" ? [objectId] : [objectId, clientId],
    })),
  ];
}

function listed(names: string[]): string {
  const known = [...new Set(names.filter((name) => name !== ""))];
  return known.length === 0
    ? "it has none"
    : `it has ${known.map((name) => JSON.stringify(name)).join(", ")}`;
}
