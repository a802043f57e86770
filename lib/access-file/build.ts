import { IConstruct } from "constructs";
import { AzurermBackend, TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AzurermProvider, AzurermProviderConfig } from "@cdktf/provider-azurerm/lib/provider";
import { z } from "zod";
import { madeAt } from "../core/place";
import { shown } from "../core/shown";
import { lowerCaseUuid } from "../core/values";
import type { ICredentialHolder } from "../credential/credential-holder";
import { FederatedIdentity } from "../credential/federated-identity";
import { KnownIdentities } from "../credential/known-identities";
import { ClientSecretOutputs } from "../delivery/outputs";
import { adoptedOfSeveralProblems } from "../grant/adopted-assignment";
import { ROLE_ASSIGNMENTS_CONTEXT } from "../grant/reported-role-assignments";
import { repositoriesFromPattern, unionOf } from "../grant/repositories";
import { AdoptableModule } from "../principal/adoptable-module";
import {
  AdoptedServicePrincipal,
  adoptedServicePrincipalProblems,
} from "../principal/adopted-service-principal";
import { AcrPrincipal } from "../principal/existing-principal";
import type { IAcrPrincipal, IAcrServicePrincipal } from "../principal/principal";
import { AcrServicePrincipal } from "../principal/service-principal";
import { AcrRegistries } from "../registry/registries";
import { AcrRegistry } from "../registry/registry";
import type { IAcrScope } from "../registry/scope";
import { rolesFor } from "../role/access";
import { certificateIn } from "./certificate-file";
import {
  certificate as certificateSchema,
  clientSecret as clientSecretSchema,
  federatedCredential as federatedCredentialSchema,
} from "./credential-schema";
import { Findings, Names } from "./findings";
import { keyOfForm } from "./forms";
import { grant as grantSchema, GrantKeys } from "./grant-schema";
import { Path, pathText } from "./mistake";
import { UnreadableFile } from "./read-file";
import { roleFromText } from "./rules";
import {
  AccessFile,
  adopt as adoptSchema,
  AdoptKeys,
  principal as principalSchema,
  PrincipalKeys,
  registry as registrySchema,
  RegistryKeys,
} from "./schema";
import { isMap, mapsAt, textAt, valueAt } from "./values";

/**
 * Makes the constructs of an access file, each with its place in the file, where it will be told what is
 * wrong with it. Of what has mistakes, as much is made as can be: the constructs take anything, and what they
 * say of values that have been refused already is not told.
 */
export class Build {
  public readonly registries = new Map<string, IAcrScope>();
  public readonly principals = new Map<string, IAcrPrincipal>();
  private readonly azuread: AzureadProvider;
  private readonly azurerm: AzurermProvider;
  private readonly firsts = new Map<string, Path>();

  public constructor(
    private readonly stack: TerraformStack,
    private readonly findings: Findings,
    private readonly file: AccessFile,
    private readonly folder: string,
  ) {
    const roleAssignments = this.sound("roleAssignments");
    if (roleAssignments !== undefined) {
      stack.node.setContext(ROLE_ASSIGNMENTS_CONTEXT, roleAssignments);
    }
    // The ids of providers have a "_", which no key has, so that a principal may be called azuread.
    const { tenantId, subscriptionId, environment } = this.azure;
    this.azuread = new AzureadProvider(stack, "azuread_provider", {
      tenantId: lowerCaseUuid(tenantId),
      environment,
    });
    this.azurerm = this.addAzurerm("azurerm_provider", {
      subscriptionId: lowerCaseUuid(subscriptionId),
    });
    this.addBackend();
    for (const [path, entry] of mapsAt(file, "registries")) {
      this.addRegistry(path, entry as unknown as RegistryKeys);
    }
    const references: [IAcrPrincipal, Path][] = [];
    for (const [path, entry] of mapsAt(file, "principals")) {
      const principal = this.addPrincipal(path, entry as unknown as PrincipalKeys);
      if (principal !== undefined) {
        if ("addClientSecret" in principal) {
          this.addSecrets(principal, path);
          this.addCertificates(principal, path);
          this.addFederatedCredentials(principal, path);
        }
        this.addGrants(principal, path);
        const id = ["resourceId", "clientId", "objectId"].find((key) => key in entry);
        if (id !== undefined && !("displayName" in entry) && findings.isSound([...path, id])) {
          references.push([principal, [...path, id]]);
        }
      }
    }
    findings.refuseLater(() => {
      for (const [principal, path] of references) {
        this.refuseSecond(
          KnownIdentities.of(stack).of(principal),
          path,
          "Azure would refuse the second assignment of a role to it, declare the principal once",
          { named: path.slice(0, -1), covers: [path, [...path.slice(0, -1), "grants"]] },
        );
      }
    });
  }

  private get azure(): NonNullable<AccessFile["azure"]> {
    const keys = ["tenantId", "subscriptionId", "environment"] as const;
    return Object.fromEntries(keys.map((key) => [key, this.sound("azure", key)]));
  }

  /** The value at a path, if nothing is wrong with it. */
  private sound(...path: string[]): string | undefined {
    return this.findings.isSound(path) ? textAt(this.file, ...path) : undefined;
  }

  private addAzurerm(
    id: string,
    { subscriptionId, alias }: Pick<AzurermProviderConfig, "subscriptionId" | "alias">,
  ): AzurermProvider {
    const { tenantId, environment } = this.azure;
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

  private azureadOf(applicationTenantId: string): AzureadProvider {
    const tenantId = lowerCaseUuid(applicationTenantId);
    const alias = `tenant_${tenantId}`;
    const id = `azuread_provider_${alias}`;
    const existing = this.stack.node.tryFindChild(id);
    const { environment } = this.azure;
    return existing instanceof AzureadProvider
      ? existing
      : new AzureadProvider(this.stack, id, { alias, tenantId, environment });
  }

  private addBackend(): void {
    const { backend } = this.file;
    if (backend !== undefined && this.findings.isSound(["backend"])) {
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

  private addRegistry(path: Path, entry: RegistryKeys): void {
    const told = keyOfForm(registrySchema, entry);
    const registry =
      told &&
      this.make(path, registrySchema, REGISTRY_PROPERTIES, (id) => this.registry(id, told, entry));
    if (registry) {
      this.registries.set(String(path.at(-1)), registry);
      this.refuseSecondRegistry(path, told, entry);
    }
  }

  private registry(id: string, told: string, entry: RegistryKeys): IAcrScope {
    const { permissionsMode, addressId, subscriptionId } = entry;
    const options = { permissionsMode, addressId };
    switch (told) {
      case "id": {
        const { id: registryId, loginServer } = entry;
        return AcrRegistry.fromAttributes(this.stack, id, { registryId, loginServer, ...options });
      }
      case "resourceGroupId": {
        const { resourceGroupId } = entry;
        return AcrRegistries.inResourceGroup(this.stack, id, { resourceGroupId, ...options });
      }
      case "subscriptionId":
        return AcrRegistries.inSubscription(this.stack, id, { subscriptionId, ...options });
      default: {
        const { name: registryName, resourceGroup: resourceGroupName } = entry;
        const other = this.sound("registries", id, "subscriptionId");
        return AcrRegistry.fromName(this.stack, id, {
          registryName,
          resourceGroupName,
          ...options,
          ...(other !== undefined && { subscriptionId, provider: this.azurermOf(other) }),
        });
      }
    }
  }

  // Azure ignores case in names and ids. With domain name labels, registries of two groups or
  // subscriptions may have one name.
  private refuseSecondRegistry(path: Path, told: string, entry: RegistryKeys): void {
    const isNamed = ["name", "resourceGroup"].includes(told);
    const keys = isNamed ? ["subscriptionId", "resourceGroup", "name"] : [told];
    const identity = keys.map((key) => textAt(entry, key)?.toLowerCase() ?? "").join("/");
    if (this.findings.isSound(path)) {
      this.refuseSecond(
        `${isNamed ? "name" : told} ${identity}`,
        [...path, isNamed ? "name" : told],
        "declare the registry once",
      );
    }
  }

  private addPrincipal(
    path: Path,
    entry: PrincipalKeys,
  ): IAcrPrincipal | IAcrServicePrincipal | undefined {
    const told = keyOfForm(principalSchema, entry);
    const principal = this.make(path, principalSchema, {}, (id) =>
      told === undefined || told === "displayName"
        ? this.servicePrincipal(id, path, entry)
        : this.reference(id, told, path, entry),
    );
    if (principal !== undefined) {
      this.principals.set(String(path.at(-1)), principal);
    }
    return principal;
  }

  private reference(
    id: string,
    told: string,
    path: Path,
    entry: PrincipalKeys,
  ): IAcrPrincipal | IAcrServicePrincipal {
    const { objectId, principalType, clientId, applicationResourceId, manageCredentials } = entry;
    const renamedFrom = oldKeys(entry);
    if (["objectId", "principalType"].includes(told)) {
      return AcrPrincipal.fromObjectId(this.stack, id, { objectId, principalType, renamedFrom });
    }
    const tenantId = this.sound(String(path[0]), id, "applicationTenantId");
    const applicationProvider = tenantId === undefined ? undefined : this.azureadOf(tenantId);
    const options = { manageCredentials, applicationProvider, renamedFrom };
    if (told === "resourceId") {
      return AcrServicePrincipal.fromResourceId(this.stack, id, entry.resourceId, options);
    }
    return valueAt(entry, "objectId") === undefined
      ? AcrServicePrincipal.fromClientId(this.stack, id, clientId, options)
      : AcrServicePrincipal.fromAttributes(this.stack, id, {
          ...options,
          clientId,
          objectId,
          applicationResourceId,
        });
  }

  private servicePrincipal(id: string, path: Path, entry: PrincipalKeys): IAcrServicePrincipal {
    const tenantId = this.sound(String(path[0]), id, "applicationTenantId");
    const props = Object.entries(entry).filter(([key]) => PROPERTIES.has(key));
    return new AcrServicePrincipal(this.stack, id, {
      ...(Object.fromEntries(props) as Pick<PrincipalKeys, "displayName">),
      ...(tenantId !== undefined && {
        provider: this.azureadOf(tenantId),
        servicePrincipalProvider: this.azuread,
      }),
      adopt: this.adopted([...path, "adopt"], valueAt(entry, "adopt")),
      renamedFrom: oldKeys(entry),
    });
  }

  /** What an entry adopts: what it names, or what a call of a known module has made. */
  private adopted(path: Path, given: unknown): AdoptedServicePrincipal | undefined {
    if (!isMap(given)) {
      return undefined;
    }
    const entry = given as unknown as AdoptKeys;
    switch (keyOfForm(adoptSchema, entry)) {
      case "application":
      case "servicePrincipal":
        return given as unknown as AdoptedServicePrincipal;
      default:
        return this.findings.isSound(path) ? this.adoptedModule(path, entry) : undefined;
    }
  }

  private adoptedModule(path: Path, { source, module }: AdoptKeys): AdoptedServicePrincipal {
    const adopted = AdoptableModule.from(source).at(module);
    const at = { path: [...path, "module"], covers: [path] };
    if (adoptedServicePrincipalProblems(adopted).length > 0) {
      const message = `${shown(module)} is no address of a module call; write it as in module.web`;
      this.findings.refuse({ ...at, message });
    }
    this.refuseSecond(
      `module ${module}`,
      at.path,
      "Terraform adopts a thing once, leave one out",
      at,
    );
    return adopted;
  }

  private addSecrets(principal: ICredentialHolder, above: Path): void {
    for (const [path, { outputs, ...entry }] of mapsAt(this.file, ...above, "clientSecrets")) {
      this.make(path, clientSecretSchema, {}, (id) => {
        const secret = principal.addClientSecret(id, { ...entry, renamedFrom: oldKeys(entry) });
        if (outputs === true) {
          new ClientSecretOutputs(this.stack, `${principal.node.id}_${id}`, secret);
        }
      });
    }
  }

  private addCertificates(principal: ICredentialHolder, above: Path): void {
    for (const [path, { file, ...entry }] of mapsAt(this.file, ...above, "certificates")) {
      // To a file, pem and der are forms of its content.
      const properties: Names["ofProperties"] =
        file === undefined ? {} : { pem: "file", der: "file" };
      this.make(path, certificateSchema, properties, (id) => {
        principal.addCertificate(id, {
          ...entry,
          ...(typeof file === "string" && this.certificateIn([...path, "file"], file)),
          renamedFrom: oldKeys(entry),
        });
      });
    }
  }

  private certificateIn(path: Path, file: string): { pem?: string; der?: string } {
    try {
      return this.findings.isRefused(path) ? {} : certificateIn(this.folder, file);
    } catch (error) {
      if (!(error instanceof UnreadableFile)) {
        throw error;
      }
      const message = `${shown(file)} ${error.message}, or give another path, relative to this file`;
      this.findings.refuse({ path, message });
      return {};
    }
  }

  private addFederatedCredentials(principal: ICredentialHolder, above: Path): void {
    for (const [path, entry] of mapsAt(this.file, ...above, "federatedCredentials")) {
      const platform = keyOfForm(federatedCredentialSchema, entry);
      if (platform !== undefined) {
        const properties = { id: "", identity: platform };
        this.make(path, federatedCredentialSchema, properties, (id) => {
          const identity = FederatedIdentity[platform as Platform](entry[platform] as never);
          principal.addFederatedCredential(id, identity, {
            renamedFrom: oldKeys(entry),
            adopt: valueAt(entry, "adopt") as string | undefined,
          });
        });
      }
    }
  }

  private addGrants(principal: IAcrPrincipal, above: Path): void {
    for (const [path, entry] of mapsAt(this.file, ...above, "grants")) {
      const grant = entry as unknown as GrantKeys;
      const registry = this.registries.get(grant.registry);
      if (registry !== undefined && this.findings.isSound(path)) {
        this.make(path, grantSchema, {}, () => {
          this.addGrant(path, registry, principal, grant);
        });
      }
    }
  }

  private addGrant(
    path: Path,
    registry: IAcrScope,
    principal: IAcrPrincipal,
    { access, role, repositories, adopt }: GrantKeys,
  ): void {
    const accesses = [access ?? []].flat();
    const roles = accesses.flatMap((one) => rolesFor(one, registry.permissionsMode));
    // The constructs know the accesses of a list as grants of their own.
    const roleNames = [...new Set(roles)].map(({ roleName }) => roleName);
    for (const { message } of adopt === undefined
      ? []
      : adoptedOfSeveralProblems(adopt, roleNames)) {
      this.findings.refuse({ path: [...path, "adopt"], message });
    }
    const options = {
      ...(repositories && { repositories: unionOf(repositories.map(repositoriesFromPattern)) }),
      adopt,
    };
    if (role !== undefined) {
      registry.grantRole(principal, roleFromText(role), options);
    }
    for (const one of accesses) {
      registry.grant(principal, one, options);
    }
  }

  /** Makes a construct of an entry, unless that has been refused. */
  private make<T>(
    path: Path,
    schema: z.ZodType,
    ofProperties: Names["ofProperties"],
    make: (id: string) => T,
  ): T | undefined {
    if (this.findings.isRefused(path)) {
      return undefined;
    }
    const depth = this.stack.node.scopes.length;
    const holds = ({ node: { scopes } }: IConstruct): boolean =>
      scopes[depth - 1] === this.stack && scopes[depth]?.node.id === path[1];
    const place = this.findings.placeAt(path, { schema, ofProperties }, holds);
    try {
      return madeAt(place, () => make(String(path.at(-1))));
    } catch (error) {
      // What a call can't go on with is a mistake of the user; any other kind is a defect, and keeps its
      // stack trace.
      if (!(error instanceof Error) || error.name !== "Error") {
        throw error;
      }
      this.findings.refuse({ path, message: error.message.replace(/^\[[^\]]*\] /, "") });
      return undefined;
    }
  }

  /** Refuses a value of an identity that an earlier one has. */
  private refuseSecond(
    identity: string,
    path: Path,
    fix: string,
    { named = path, covers }: { named?: Path; covers?: Path[] } = {},
  ): void {
    const first = this.firsts.get(identity);
    if (first === undefined) {
      this.firsts.set(identity, named);
    } else {
      const message = `${shown(valueAt(this.file, ...path))} is ${pathText(first)} too; ${fix}`;
      this.findings.refuse({ path, message, covers });
    }
  }
}

const REGISTRY_PROPERTIES = {
  registryName: "name",
  resourceGroupName: "resourceGroup",
  registryId: "id",
};

/** The keys of a service principal that the file owns which are properties of its construct as they are. */
const PROPERTIES = new Set([
  "displayName",
  "preventDuplicateNames",
  "description",
  "owners",
  "deployerIsOwner",
  "tags",
  "notes",
  "signInAudience",
  "serviceManagementReference",
  "accountEnabled",
]);

type Platform = "github" | "gitlab" | "azureDevOps" | "kubernetes" | "terraformCloud" | "of";

function oldKeys(entry: object): string[] | undefined {
  const given = valueAt(entry, "renamedFrom") as string | string[] | undefined;
  return given === undefined ? undefined : [given].flat();
}
