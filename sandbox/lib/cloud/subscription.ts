import type { JsonObject } from "./api";
import { AzureError } from "./azure-error";
import type { Directory } from "./directory";
import type { ServicePrincipal } from "./directory-objects";
import type { KeyVault, KeyVaults } from "./key-vaults";
import { RoleAssignments } from "./role-assignments";
import type { Workload } from "./workloads";

export interface Resource {
  readonly name: string;
  readonly location: string;
  tags: Record<string, string>;
}

export interface ResourceGroup extends Resource {
  managedBy?: string | undefined;
}

export interface Registry extends Resource {
  readonly resourceGroup: string;
  readonly loginServer: string;
  permissionsMode: "legacy" | "abac";
  sku: string;
  anonymousPullEnabled: boolean;
  publicNetworkAccessEnabled: boolean;
  /** What is only stored, by Azure's own names, as far as it was given. */
  settings?: JsonObject;
}

export interface Identity extends Resource {
  readonly resourceGroup: string;
  readonly principal: ServicePrincipal;
  isolationScope?: "None" | "Regional" | undefined;
}

/** An Azure subscription. Azure Resource Manager ignores letter case in names and ids, but keeps it. */
export class Subscription {
  readonly resourceGroups = new Map<string, ResourceGroup>();
  readonly registries = new Map<string, Registry>();
  readonly identities = new Map<string, Identity>();
  readonly workloads = new Map<string, Workload>();
  readonly roleAssignments: RoleAssignments;

  constructor(
    readonly id: string,
    readonly directory: Directory,
    /** Of all subscriptions, because they share one domain. */
    private readonly registryNames: Set<string>,
    private readonly keyVaults: KeyVaults,
  ) {
    this.roleAssignments = new RoleAssignments(id, directory);
  }

  createResourceGroup(group: ResourceGroup): void {
    this.resourceGroups.set(group.name.toLowerCase(), group);
  }

  /** With all that is in it. */
  deleteResourceGroup(name: string): void {
    for (const registry of this.registriesIn(name)) {
      this.deleteRegistry(registry);
    }
    for (const identity of this.identitiesIn(name)) {
      this.deleteIdentity(this.identityId(identity.resourceGroup, identity.name));
    }
    for (const vault of this.keyVaultsIn(name)) {
      this.deleteKeyVault(vault);
    }
    for (const workload of this.workloadsIn(name)) {
      this.deleteWorkload(workload);
    }
    this.resourceGroups.delete(name.toLowerCase());
    this.roleAssignments.deleteBelow(this.resourceGroupId(name));
  }

  registriesIn(resourceGroup: string): Registry[] {
    return [...this.registries.values()].filter((registry) => isIn(registry, resourceGroup));
  }

  identitiesIn(resourceGroup: string): Identity[] {
    return [...this.identities.values()].filter((identity) => isIn(identity, resourceGroup));
  }

  /** Those of one group, or all. */
  keyVaultsIn(resourceGroup?: string): KeyVault[] {
    return this.keyVaults
      .ofSubscription(this.id)
      .filter((vault) => resourceGroup === undefined || isIn(vault, resourceGroup));
  }

  workloadsIn(resourceGroup: string): Workload[] {
    return [...this.workloads.values()].filter((workload) => isIn(workload, resourceGroup));
  }

  /** @throws AzureError 404 */
  resourceGroup(name: string): ResourceGroup {
    const found = this.resourceGroups.get(name.toLowerCase());
    if (found === undefined) {
      throw new AzureError(
        404,
        "ResourceGroupNotFound",
        `Resource group '${name}' could not be found.`,
      );
    }
    return found;
  }

  /** @throws AzureError 404 */
  registry(resourceGroup: string, name: string): Registry {
    this.resourceGroup(resourceGroup);
    const found = this.findRegistry(resourceGroup, name);
    if (found === undefined) {
      throw notFound("Microsoft.ContainerRegistry/registries", resourceGroup, name);
    }
    return found;
  }

  /** @throws AzureError 404 */
  identity(resourceGroup: string, name: string): Identity {
    this.resourceGroup(resourceGroup);
    const found = this.identities.get(this.identityId(resourceGroup, name).toLowerCase());
    if (found === undefined) {
      throw notFound("Microsoft.ManagedIdentity/userAssignedIdentities", resourceGroup, name);
    }
    return found;
  }

  /** @throws AzureError 404 */
  keyVault(resourceGroup: string, name: string): KeyVault {
    this.resourceGroup(resourceGroup);
    const found = this.findKeyVault(resourceGroup, name);
    if (found === undefined) {
      throw notFound("Microsoft.KeyVault/vaults", resourceGroup, name);
    }
    return found;
  }

  findKeyVault(resourceGroup: string, name: string): KeyVault | undefined {
    return this.keyVaultsIn(resourceGroup).find(
      (vault) => vault.name.toLowerCase() === name.toLowerCase(),
    );
  }

  /** What is in it can be recovered; roles on it are gone. */
  deleteKeyVault(vault: KeyVault): void {
    vault.isDeleted = true;
    this.roleAssignments.deleteBelow(this.keyVaultId(vault.resourceGroup, vault.name));
  }

  /** Whether a registry has the name, in this or another subscription. */
  isRegistryName(name: string): boolean {
    return this.registryNames.has(name.toLowerCase());
  }

  createRegistry(registry: Registry): void {
    this.resourceGroup(registry.resourceGroup);
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
    this.resourceGroup(identity.resourceGroup);
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

  /** @throws AzureError 404 */
  workload(type: string, resourceGroup: string, name: string): Workload {
    this.resourceGroup(resourceGroup);
    const found = this.findWorkload(type, resourceGroup, name);
    if (found === undefined) {
      throw notFound(type, resourceGroup, name);
    }
    return found;
  }

  findWorkload(type: string, resourceGroup: string, name: string): Workload | undefined {
    return this.workloads.get(this.workloadId(type, resourceGroup, name).toLowerCase());
  }

  putWorkload(workload: Workload): void {
    this.workloads.set(workload.id.toLowerCase(), workload);
  }

  deleteWorkload({ id }: Workload): void {
    this.workloads.delete(id.toLowerCase());
    this.roleAssignments.deleteBelow(id);
  }

  resourceGroupId(name: string): string {
    return `/subscriptions/${this.id}/resourceGroups/${name}`;
  }

  registryId(resourceGroup: string, name: string): string {
    return `${this.resourceGroupId(resourceGroup)}/providers/Microsoft.ContainerRegistry/registries/${name}`;
  }

  keyVaultId(resourceGroup: string, name: string): string {
    return `${this.resourceGroupId(resourceGroup)}/providers/Microsoft.KeyVault/vaults/${name}`;
  }

  workloadId(type: string, resourceGroup: string, name: string): string {
    return `${this.resourceGroupId(resourceGroup)}/providers/${type}/${name}`;
  }

  identityId(resourceGroup: string, name: string): string {
    return `${this.resourceGroupId(resourceGroup)}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
  }
}

function isIn(resource: { readonly resourceGroup: string }, resourceGroup: string): boolean {
  return resource.resourceGroup.toLowerCase() === resourceGroup.toLowerCase();
}

function notFound(type: string, resourceGroup: string, name: string): AzureError {
  return new AzureError(
    404,
    "ResourceNotFound",
    `The Resource '${type}/${name}' under resource group '${resourceGroup}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
  );
}
