import { NotModelled } from "../not-modelled";
import type { Seed } from "../seed";
import { AzureError } from "./azure-error";
import { Cluster } from "./cluster";
import { Directory } from "./directory";
import { Environment } from "./environment";
import { GitHubActions } from "./github-actions";
import { KeyVaults } from "./key-vaults";
import type { AppManagementPolicy } from "./passwords";
import { Subscription } from "./subscription";

export interface CloudOptions {
  seed: Seed;
  now?: string | undefined;
  /** How many times Azure Resource Manager looks in vain for a principal that was just created. */
  replicationLag: number;
  /** How many requests to an application or service principal that was just created Microsoft Graph answers with 404. */
  directoryLag: number;
}

/** All of Azure that the sandbox stands in for: tenants and subscriptions, in memory. */
export class Inventory {
  readonly environment: Environment;
  readonly appManagementPolicy: AppManagementPolicy | undefined;
  readonly directories = new Map<string, Directory>();
  readonly subscriptions = new Map<string, Subscription>();
  readonly seed: Seed;
  /** What was asked for and is not modelled, each once. */
  readonly notModelled = new Set<string>();
  readonly keyVaults = new KeyVaults();
  readonly clusters = new Map<string, Cluster>();
  readonly gitHubActions = new GitHubActions(() => this.environment.now());
  private readonly registryNames = new Set<string>();

  constructor(private readonly options: CloudOptions) {
    const { seed } = options;
    this.seed = seed;
    this.environment = new Environment(seed.caller, seed.tenantId, options.now);
    this.appManagementPolicy = seed.appManagementPolicy;
    this.plant(seed);
  }

  /** Remembers what is not modelled, to tell it at the end. */
  note({ message }: NotModelled): void {
    this.notModelled.add(message);
  }

  /** Any id names a tenant: the sandbox has as many as the providers are configured for. */
  directory(tenantId: string): Directory {
    const id = tenantId.toLowerCase();
    const known = this.directories.get(id);
    if (known !== undefined) {
      return known;
    }
    const directory = new Directory(id, this.environment, this.options);
    this.directories.set(id, directory);
    return directory;
  }

  /** Any name is one of a cluster: there are as many as providers are configured for. */
  cluster(name: string): Cluster {
    const cluster = this.clusters.get(name) ?? new Cluster(() => this.environment.newGuid());
    this.clusters.set(name, cluster);
    return cluster;
  }

  subscription(subscriptionId: string): Subscription {
    const subscription = this.subscriptions.get(subscriptionId.toLowerCase());
    if (subscription === undefined) {
      throw new AzureError(
        404,
        "SubscriptionNotFound",
        `The subscription '${subscriptionId}' could not be found.`,
      );
    }
    return subscription;
  }

  /** The subscription of a scope, or of what is in it. */
  subscriptionIn(scope: string): Subscription {
    const [match, subscriptionId = ""] = SCOPE.exec(scope) ?? [];
    if (match === undefined) {
      throw new NotModelled(`the scope "${scope}"`);
    }
    return this.subscription(subscriptionId);
  }

  /** The same, after checking that what the scope names exists. */
  subscriptionOfScope(scope: string): Subscription {
    const subscription = this.subscriptionIn(scope);
    const [, , resourceGroup, registry, identity, keyVault] = SCOPE.exec(scope) ?? [];
    if (resourceGroup !== undefined) {
      subscription.resourceGroup(resourceGroup);
    }
    if (resourceGroup !== undefined && registry !== undefined) {
      subscription.registry(resourceGroup, registry);
    }
    if (resourceGroup !== undefined && identity !== undefined) {
      subscription.identity(resourceGroup, identity);
    }
    if (resourceGroup !== undefined && keyVault !== undefined) {
      subscription.keyVault(resourceGroup, keyVault);
    }
    return subscription;
  }

  private plant(seed: Seed): void {
    const directory = this.directory(seed.tenantId);
    for (const application of seed.applications) {
      directory.applications.set(application.objectId, {
        ...application,
        signInAudience: "AzureADMyOrg",
        tags: [],
        owners: new Set(),
        passwords: [],
        certificates: [],
        federatedCredentials: [],
      });
    }
    for (const { clientId, objectId, displayName } of seed.servicePrincipals) {
      directory.servicePrincipals.set(objectId, {
        clientId,
        objectId,
        displayName,
        applicationTenantId: seed.tenantId,
        type: "Application",
        accountEnabled: true,
        appRoleAssignmentRequired: false,
        tags: [],
        owners: new Set(),
      });
    }
    for (const { objectId, displayName } of seed.groups) {
      directory.groups.set(objectId, { displayName });
    }
    const subscription = this.plantSubscription(seed.subscriptionId, directory);
    for (const { name, resourceGroup } of seed.keyVaults) {
      plantResourceGroup(subscription, resourceGroup);
      this.keyVaults.add({
        name,
        location: LOCATION,
        tags: {},
        subscriptionId: subscription.id,
        resourceGroup,
        properties: {
          tenantId: seed.tenantId,
          sku: { family: "A", name: "standard" },
          accessPolicies: [],
          enableRbacAuthorization: true,
          enableSoftDelete: true,
        },
        isDeleted: false,
        secrets: new Map(),
        deletedSecrets: new Map(),
      });
    }
    for (const registry of seed.registries) {
      const subscription = this.plantSubscription(
        registry.subscriptionId ?? seed.subscriptionId,
        directory,
      );
      plantResourceGroup(subscription, registry.resourceGroup);
      subscription.createRegistry({
        name: registry.name,
        resourceGroup: registry.resourceGroup,
        loginServer: registry.loginServer ?? `${registry.name.toLowerCase()}.azurecr.io`,
        permissionsMode: registry.permissionsMode,
        location: LOCATION,
        sku: "Premium",
        anonymousPullEnabled: false,
        publicNetworkAccessEnabled: true,
        tags: {},
      });
    }
  }

  private plantSubscription(id: string, directory: Directory): Subscription {
    const known = this.subscriptions.get(id.toLowerCase());
    const subscription =
      known ?? new Subscription(id, directory, this.registryNames, this.keyVaults);
    this.subscriptions.set(id.toLowerCase(), subscription);
    return subscription;
  }
}

function plantResourceGroup(subscription: Subscription, name: string): void {
  if (!subscription.resourceGroups.has(name.toLowerCase())) {
    subscription.createResourceGroup({ name, location: LOCATION, tags: {} });
  }
}

/**
 * The scopes that are modelled: a subscription, a resource group, a registry, a user-assigned identity, a key vault and
 * a secret in it.
 */
const SCOPE =
  /^\/subscriptions\/([^/]+)(?:\/resourceGroups\/([^/]+)(?:\/providers\/(?:Microsoft\.ContainerRegistry\/registries\/([^/]+)|Microsoft\.ManagedIdentity\/userAssignedIdentities\/([^/]+)|Microsoft\.KeyVault\/vaults\/([^/]+)(?:\/secrets\/[^/]+)?))?)?$/i;

const LOCATION = "westeurope";
