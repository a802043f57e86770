import { Construct } from "constructs";
import { AzurermBackend, TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AzurermProvider, AzurermProviderConfig } from "@cdktf/provider-azurerm/lib/provider";
import { ClientSecretOutputs } from "../delivery/outputs";
import { repositoriesFromPattern, unionOf } from "../grant/repositories";
import { ROLE_ASSIGNMENTS_CONTEXT } from "../grant/reported-role-assignments";
import { AcrPrincipal } from "../principal/existing-principal";
import type { ICredentialHolder } from "../credential/credential-holder";
import type { IAcrPrincipal, IAcrServicePrincipal, PrincipalType } from "../principal/principal";
import { AcrServicePrincipal } from "../principal/service-principal";
import { AcrRegistries } from "../registry/registries";
import { AcrRegistry } from "../registry/registry";
import type { IAcrScope } from "../registry/scope";
import { didYouMean } from "../core/did-you-mean";
import { failure } from "../core/problem";
import { shown } from "../core/shown";
import { synthTime } from "../terraform/now";
import { lowerCaseUuid } from "../core/values";
import { adopted } from "./adopted";
import { certificateProps } from "./certificate-file";
import { federatedIdentity } from "./federated-identity";
import { AccessFileError, findingText } from "./mistake";
import { readAccessFile } from "./read-access-file";
import { roleFromText } from "./role";
import type { AccessFile } from "./schema";

/**
 * What an access file says, as constructs. Registries and principals have their keys for ids, right
 * below the stack: a program that names its constructs so has the same Terraform addresses.
 *
 * The mistakes in the file are told when the app is synthesized, all at once, each with its line.
 */
export class AccessFileStack extends TerraformStack {
  /** What is wrong with the file, if anything is: a synth tells it. */
  public readonly error: AccessFileError | undefined;
  private readonly registries = new Map<string, IAcrScope>();
  private readonly principals = new Map<string, IAcrPrincipal>();

  /**
   * @param file the path of the file; paths in it are relative to its folder
   */
  public constructor(scope: Construct, id: string, file: string) {
    super(scope, id);
    try {
      new Build(this, readAccessFile(file, synthTime(this)), this.registries, this.principals);
    } catch (error) {
      if (!(error instanceof AccessFileError)) {
        throw error;
      }
      this.error = error;
      this.node.addValidation({ validate: () => error.findings.map(findingText) });
    }
  }

  /**
   * The principal with a key of the file.
   *
   * @throws when the file has no principal with that key
   */
  public principal(key: string): IAcrPrincipal {
    return this.declared("principal", key, this.principals);
  }

  /**
   * The registry, or the registries, with a key of the file.
   *
   * @throws when the file has no registry with that key
   */
  public registry(key: string): IAcrScope {
    return this.declared("registry", key, this.registries);
  }

  private declared<T>(what: string, key: string, declared: Map<string, T>): T {
    const found = declared.get(key);
    if (found === undefined) {
      // Where the file has mistakes, they are what is wrong.
      if (this.error !== undefined) {
        throw this.error;
      }
      const keys = [...declared.keys()];
      const fix = didYouMean(key, keys) || `; the keys are ${keys.map(shown).join(", ")}`;
      throw failure(this, `${shown(key)} is not the key of a ${what} in the access file${fix}`);
    }
    return found;
  }
}

class Build {
  private readonly azuread: AzureadProvider;
  private readonly azurerm: AzurermProvider;

  public constructor(
    private readonly stack: TerraformStack,
    private readonly file: AccessFile,
    private readonly registries: Map<string, IAcrScope>,
    principals: Map<string, IAcrPrincipal>,
  ) {
    if (file.roleAssignments !== undefined) {
      stack.node.setContext(ROLE_ASSIGNMENTS_CONTEXT, file.roleAssignments);
    }
    // The ids of providers have a "_", which no key has, so that a principal may be called azuread.
    const { environment } = file.azure ?? {};
    const tenantId = lowerCaseUuid(file.azure?.tenantId);
    this.azuread = new AzureadProvider(stack, "azuread_provider", { tenantId, environment });
    const subscriptionId = lowerCaseUuid(file.azure?.subscriptionId);
    this.azurerm = this.addAzurerm("azurerm_provider", { subscriptionId });
    this.addBackend(file.backend);
    for (const [key, registry] of Object.entries(file.registries)) {
      this.registries.set(key, this.addRegistry(key, registry));
    }
    for (const [key, entry] of Object.entries(file.principals)) {
      const principal = this.addPrincipal(key, entry);
      principals.set(key, principal);
      this.addGrants(principal, entry.grants ?? []);
    }
  }

  private addAzurerm(
    id: string,
    { subscriptionId, alias }: Pick<AzurermProviderConfig, "subscriptionId" | "alias">,
  ): AzurermProvider {
    const { tenantId, environment } = this.file.azure ?? {};
    return new AzurermProvider(this.stack, id, {
      alias,
      features: [{}],
      subscriptionId,
      tenantId: lowerCaseUuid(tenantId),
      // azurerm knows the cloud of the Department of Defense by this name only.
      environment: environment === "dod" ? "usgovernment" : environment,
      // Registering resource providers needs rights on the subscription that nothing else here does.
      resourceProviderRegistrations: "none",
    });
  }

  // azurerm looks a registry up in the subscription of its provider.
  private azurermOf(subscription: string): AzurermProvider {
    const subscriptionId = lowerCaseUuid(subscription);
    const alias = `subscription_${subscriptionId}`;
    const id = `azurerm_provider_${alias}`;
    const existing =
      this.azurerm.subscriptionId === subscriptionId
        ? this.azurerm
        : this.stack.node.tryFindChild(id);
    return existing instanceof AzurermProvider
      ? existing
      : this.addAzurerm(id, { subscriptionId, alias });
  }

  private addBackend(backend: AccessFile["backend"]): void {
    if (backend !== undefined) {
      new AzurermBackend(this.stack, {
        resourceGroupName: backend.resourceGroup,
        storageAccountName: backend.storageAccount,
        containerName: backend.container,
        key: backend.key,
        useAzureadAuth: backend.useAzureadAuth,
        useOidc: backend.useOidc,
      });
    }
  }

  private addRegistry(key: string, registry: Entry<"registries">): IAcrScope {
    const { permissionsMode, addressId } = registry;
    const options = { permissionsMode, addressId };
    if ("id" in registry) {
      const { id: registryId, loginServer } = registry;
      return AcrRegistry.fromAttributes(this.stack, key, { registryId, loginServer, ...options });
    }
    if ("resourceGroupId" in registry) {
      return AcrRegistries.inResourceGroup(this.stack, key, registry);
    }
    if (!("name" in registry)) {
      return AcrRegistries.inSubscription(this.stack, key, registry);
    }
    const { name: registryName, resourceGroup: resourceGroupName, subscriptionId } = registry;
    return AcrRegistry.fromName(this.stack, key, {
      registryName,
      resourceGroupName,
      ...options,
      ...(subscriptionId && { subscriptionId, provider: this.azurermOf(subscriptionId) }),
    });
  }

  private addPrincipal(key: string, principal: Entry<"principals">): IAcrPrincipal {
    if ("principalType" in principal) {
      return AcrPrincipal.fromObjectId(this.stack, key, without(principal, "grants"));
    }
    const servicePrincipal =
      "displayName" in principal
        ? this.addServicePrincipal(key, principal)
        : this.addReference(key, principal);
    this.addCredentials(key, servicePrincipal, principal);
    return servicePrincipal;
  }

  private addReference(key: string, principal: ReferencedPrincipal): IAcrServicePrincipal {
    const { applicationTenantId, manageCredentials, renamedFrom } = principal;
    const applicationProvider = applicationTenantId
      ? this.azureadOf(applicationTenantId)
      : undefined;
    const options = { manageCredentials, applicationProvider, renamedFrom };
    if ("resourceId" in principal) {
      return AcrServicePrincipal.fromResourceId(this.stack, key, principal.resourceId, options);
    }
    const { clientId, objectId, applicationResourceId } = principal;
    return objectId === undefined
      ? AcrServicePrincipal.fromClientId(this.stack, key, clientId, options)
      : AcrServicePrincipal.fromAttributes(this.stack, key, {
          ...options,
          clientId,
          objectId,
          applicationResourceId,
        });
  }

  private addServicePrincipal(key: string, principal: OwnedPrincipal): IAcrServicePrincipal {
    const { applicationTenantId } = principal;
    const adopt = principal.adopt && adopted(principal.adopt);
    const providers = applicationTenantId && {
      provider: this.azureadOf(applicationTenantId),
      servicePrincipalProvider: this.azuread,
    };
    const props = without(
      principal,
      "applicationTenantId",
      "grants",
      "clientSecrets",
      "certificates",
      "federatedCredentials",
    );
    return new AcrServicePrincipal(this.stack, key, { ...props, ...providers, adopt });
  }

  private azureadOf(applicationTenantId: string): AzureadProvider {
    const tenantId = lowerCaseUuid(applicationTenantId);
    const alias = `tenant_${tenantId}`;
    const id = `azuread_provider_${alias}`;
    const existing = this.stack.node.tryFindChild(id);
    const environment = this.file.azure?.environment;
    return existing instanceof AzureadProvider
      ? existing
      : new AzureadProvider(this.stack, id, { alias, tenantId, environment });
  }

  private addCredentials(key: string, principal: ICredentialHolder, entry: Credentials): void {
    const { clientSecrets = {}, certificates = {}, federatedCredentials = {} } = entry;
    for (const [id, { outputs, ...rotation }] of Object.entries(clientSecrets)) {
      const secret = principal.addClientSecret(id, rotation);
      if (outputs === true) {
        new ClientSecretOutputs(this.stack, `${key}_${id}`, secret);
      }
    }
    for (const [id, certificate] of Object.entries(certificates)) {
      principal.addCertificate(id, certificateProps(certificate, this.file.folder));
    }
    for (const [id, credential] of Object.entries(federatedCredentials)) {
      const { renamedFrom, adopt } = credential;
      principal.addFederatedCredential(id, federatedIdentity(credential), { renamedFrom, adopt });
    }
  }

  private addGrants(principal: IAcrPrincipal, grants: Grant[]): void {
    for (const grant of grants) {
      const registry = this.registries.get(grant.registry);
      if (registry === undefined) {
        throw failure(
          principal,
          `The registry ${shown(grant.registry)} is not declared; declare it.`,
        );
      }
      const patterns = grant.repositories?.map(repositoriesFromPattern);
      const options = {
        ...(patterns && { repositories: unionOf(patterns) }),
        adopt: grant.adopt,
      };
      if ("role" in grant) {
        registry.grantRole(principal, roleFromText(grant.role), options);
      } else {
        for (const access of [grant.access].flat()) {
          registry.grant(principal, access, options);
        }
      }
    }
  }
}

function without<T extends object, K extends keyof T>(entry: T, ...keys: K[]): Omit<T, K> {
  const others = Object.entries(entry).filter(([key]) => !keys.some((other) => other === key));
  return Object.fromEntries(others) as Omit<T, K>;
}

type Entry<Section extends "registries" | "principals"> = AccessFile[Section][string];
type OwnedPrincipal = Extract<Entry<"principals">, { displayName: string }>;
type ReferencedPrincipal = Exclude<
  Entry<"principals">,
  { displayName: string } | { principalType: PrincipalType }
>;
type Credentials = Pick<OwnedPrincipal, "clientSecrets" | "certificates" | "federatedCredentials">;
type Grant = NonNullable<OwnedPrincipal["grants"]>[number];
