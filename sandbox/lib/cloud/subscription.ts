import { AzureError } from "./azure-error";
import type { Directory } from "./directory";
import type { ServicePrincipal } from "./directory-objects";
import { RoleAssignments } from "./role-assignments";

export interface Resource {
  readonly name: string;
  readonly location: string;
  tags: Record<string, string>;
}

export type ResourceGroup = Resource;

export interface Registry extends Resource {
  readonly resourceGroup: string;
  readonly loginServer: string;
  /** No provider version that the bindings know can read or write it; only the seed sets it. */
  readonly permissionsMode: "legacy" | "abac";
  sku: string;
  anonymousPullEnabled: boolean;
  publicNetworkAccessEnabled: boolean;
}

export interface Identity extends Resource {
  readonly resourceGroup: string;
  readonly principal: ServicePrincipal;
}

/** An Azure subscription. Azure Resource Manager ignores letter case in names and ids, but keeps it. */
export class Subscription {
  readonly resourceGroups = new Map<string, ResourceGroup>();
  readonly registries = new Map<string, Registry>();
  readonly identities = new Map<string, Identity>();
  readonly roleAssignments: RoleAssignments;

  constructor(
    readonly id: string,
    readonly directory: Directory,
    /** Of all subscriptions, because they share one domain. */
    private readonly registryNames: Set<string>,
  ) {
    this.roleAssignments = new RoleAssignments(id, directory);
  }

  createResourceGroup(group: ResourceGroup): void {
    this.resourceGroups.set(group.name.toLowerCase(), group);
  }

  deleteResourceGroup(name: string): void {
    this.resourceGroups.delete(name.toLowerCase());
    this.roleAssignments.deleteBelow(this.resourceGroupId(name));
  }

  isEmpty(resourceGroup: string): boolean {
    return [...this.registries.values(), ...this.identities.values()].every(
      (resource) => resource.resourceGroup.toLowerCase() !== resourceGroup.toLowerCase(),
    );
  }

  createRegistry(registry: Registry): void {
    this.requireResourceGroup(registry.resourceGroup);
    const key = registry.name.toLowerCase();
    if (this.registryNames.has(key)) {
      throw new AzureError(
        409,
        "AlreadyInUse",
        `The registry DNS name ${key}.azurecr.io is already in use.`,
      );
    }
    this.registryNames.add(key);
    this.registries.set(key, registry);
  }

  deleteRegistry({ name, resourceGroup }: Pick<Registry, "name" | "resourceGroup">): void {
    this.registryNames.delete(name.toLowerCase());
    this.registries.delete(name.toLowerCase());
    this.roleAssignments.deleteBelow(this.registryId(resourceGroup, name));
  }

  findRegistry(resourceGroup: string, name: string): Registry | undefined {
    const registry = this.registries.get(name.toLowerCase());
    return registry?.resourceGroup.toLowerCase() === resourceGroup.toLowerCase()
      ? registry
      : undefined;
  }

  createIdentity(identity: Omit<Identity, "principal">): Identity {
    this.requireResourceGroup(identity.resourceGroup);
    const created = { ...identity, principal: this.directory.createManagedIdentity(identity.name) };
    this.identities.set(
      this.identityId(identity.resourceGroup, identity.name).toLowerCase(),
      created,
    );
    return created;
  }

  deleteIdentity(id: string): void {
    const identity = this.identities.get(id.toLowerCase());
    if (identity !== undefined) {
      this.directory.servicePrincipals.delete(identity.principal.objectId);
      this.identities.delete(id.toLowerCase());
      this.roleAssignments.deleteBelow(id);
    }
  }

  resourceGroupId(name: string): string {
    return `/subscriptions/${this.id}/resourceGroups/${name}`;
  }

  registryId(resourceGroup: string, name: string): string {
    return `${this.resourceGroupId(resourceGroup)}/providers/Microsoft.ContainerRegistry/registries/${name}`;
  }

  identityId(resourceGroup: string, name: string): string {
    return `${this.resourceGroupId(resourceGroup)}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
  }

  private requireResourceGroup(name: string): void {
    if (!this.resourceGroups.has(name.toLowerCase())) {
      throw new AzureError(
        404,
        "ResourceGroupNotFound",
        `Resource group '${name}' could not be found.`,
      );
    }
  }
}
