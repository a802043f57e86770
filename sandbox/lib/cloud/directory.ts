import type { Caller } from "../seed";
import { AzureError } from "./azure-error";
import type {
  Application,
  ChangeableOfApplication,
  ChangeableOfServicePrincipal,
  PrincipalType,
  ServicePrincipal,
} from "./directory-objects";
import type { Environment } from "./environment";
import { Lag } from "./lag";

/** A tenant of Microsoft Entra. */
export class Directory {
  readonly applications = new Map<string, Application>();
  readonly servicePrincipals = new Map<string, ServicePrincipal>();
  readonly groups = new Map<string, { displayName: string }>();
  /** The recycle bin: deleted applications and service principals stay here for 30 days. */
  readonly deletedItems = new Map<string, Application | ServicePrincipal>();

  /** Until the replica that Azure Resource Manager looks at has heard of a principal. */
  private readonly replicationLag: Lag;
  /** Until every replica behind Graph has heard of an object; lists find it at once. */
  private readonly directoryLag: Lag;

  constructor(
    readonly tenantId: string,
    private readonly environment: Environment,
    lags: { replicationLag: number; directoryLag: number },
  ) {
    this.replicationLag = new Lag(lags.replicationLag);
    this.directoryLag = new Lag(lags.directoryLag);
  }

  /** Who calls, by its object in this tenant. */
  get caller(): Caller {
    return this.environment.callerIn(this.tenantId);
  }

  /** Everyone who has called so far. */
  get callers(): Caller[] {
    return this.environment.callersIn(this.tenantId);
  }

  createApplication(
    properties: ChangeableOfApplication & Pick<Application, "owners">,
  ): Application {
    const { owners } = properties;
    owners.forEach((owner) => {
      this.requirePrincipal(owner);
    });
    const application: Application = {
      ...properties,
      objectId: this.environment.newGuid(),
      clientId: this.environment.newGuid(),
      passwords: [],
      certificates: [],
      federatedCredentials: [],
    };
    this.applications.set(application.objectId, application);
    this.directoryLag.begin(application.objectId);
    return application;
  }

  createServicePrincipal(
    properties: ChangeableOfServicePrincipal & Pick<ServicePrincipal, "owners">,
    application: Pick<Application, "clientId" | "displayName" | "owners">,
    applicationTenantId: string,
  ): ServicePrincipal {
    if (!this.mayChange(application)) {
      throw new AzureError(
        403,
        "Authorization_RequestDenied",
        "When using this permission, the backing application of the service principal being created must in the local tenant",
      );
    }
    if (this.servicePrincipalOf(application.clientId) !== undefined) {
      throw new AzureError(
        409,
        "Request_MultipleObjectsWithSameKeyValue",
        `The service principal cannot be created, updated, or restored because the service principal name ${application.clientId} is already in use.`,
      );
    }
    properties.owners.forEach((owner) => {
      this.requirePrincipal(owner);
    });
    return this.add({
      ...properties,
      objectId: this.environment.newGuid(),
      clientId: application.clientId,
      displayName: application.displayName,
      applicationTenantId,
      type: "Application",
    });
  }

  /** The principal behind a user-assigned identity; Azure makes it, so no right in the directory is needed. */
  createManagedIdentity(displayName: string): ServicePrincipal {
    return this.add({
      objectId: this.environment.newGuid(),
      clientId: this.environment.newGuid(),
      applicationTenantId: this.tenantId,
      type: "ManagedIdentity",
      displayName,
      accountEnabled: true,
      appRoleAssignmentRequired: false,
      tags: [],
      owners: new Set(),
    });
  }

  /** What a request by object id finds. */
  getApplication(objectId: string): Application | undefined {
    return this.directoryLag.hides(objectId) ? undefined : this.applications.get(objectId);
  }

  getServicePrincipal(objectId: string): ServicePrincipal | undefined {
    return this.directoryLag.hides(objectId) ? undefined : this.servicePrincipals.get(objectId);
  }

  /** @throws AzureError 404 */
  application(objectId: string): Application {
    return found(this.getApplication(objectId), objectId);
  }

  /** @throws AzureError 404 */
  servicePrincipal(objectId: string): ServicePrincipal {
    return found(this.getServicePrincipal(objectId), objectId);
  }

  changeApplication(application: Application, changes: Partial<ChangeableOfApplication>): void {
    Object.assign(application, changes);
    this.renameServicePrincipalOf(application);
  }

  deleteApplication(objectId: string): void {
    const application = this.applicationToChange(objectId);
    this.applications.delete(objectId);
    this.deletedItems.set(objectId, application);
    const servicePrincipal = this.servicePrincipalOf(application.clientId);
    if (servicePrincipal !== undefined) {
      this.recycle(servicePrincipal);
    }
  }

  /** The application, for the caller to change: 404 when it is gone, 403 when the caller may not. */
  applicationToChange(objectId: string): Application {
    return this.toChange(this.application(objectId));
  }

  servicePrincipalToChange(objectId: string): ServicePrincipal {
    return this.toChange(this.servicePrincipal(objectId));
  }

  addOwner(target: Pick<Application, "owners">, owner: string): void {
    // Graph, application-post-owners: Application.ReadWrite.OwnedBy is not enough to add another owner.
    if (this.caller.permission === "Application.ReadWrite.OwnedBy") {
      throw insufficientPrivileges();
    }
    this.requirePrincipal(owner);
    if (target.owners.has(owner)) {
      throw new AzureError(
        400,
        "Request_BadRequest",
        "One or more added object references already exist for the following modified properties: 'owners'.",
      );
    }
    target.owners.add(owner);
  }

  removeOwner(target: Pick<Application, "owners">, owner: string): void {
    if (!target.owners.delete(owner)) {
      throw notFound(owner);
    }
  }

  /** A service principal, or somebody who has called before, is gone, and owns nothing any more. */
  deletePrincipal(objectId: string): void {
    const servicePrincipal = this.servicePrincipals.get(objectId);
    if (servicePrincipal !== undefined) {
      this.recycle(servicePrincipal);
    }
    this.environment.forget(objectId);
    for (const { owners } of [...this.applications.values(), ...this.servicePrincipals.values()]) {
      owners.delete(objectId);
    }
  }

  applicationOf(clientId: string): Application | undefined {
    return [...this.applications.values()].find((application) => application.clientId === clientId);
  }

  servicePrincipalOf(clientId: string): ServicePrincipal | undefined {
    return [...this.servicePrincipals.values()].find(
      (principal) => principal.clientId === clientId,
    );
  }

  /** What Azure Resource Manager finds in its replica of the directory. Each look brings the replica closer. */
  replicatedType(objectId: string): PrincipalType | undefined {
    return this.replicationLag.hides(objectId) ? undefined : this.typeOf(objectId);
  }

  /** The same without a look. */
  knownType(objectId: string): PrincipalType | undefined {
    return this.replicationLag.isOver(objectId) ? this.typeOf(objectId) : undefined;
  }

  private add(servicePrincipal: ServicePrincipal): ServicePrincipal {
    this.servicePrincipals.set(servicePrincipal.objectId, servicePrincipal);
    this.replicationLag.begin(servicePrincipal.objectId);
    this.directoryLag.begin(servicePrincipal.objectId);
    return servicePrincipal;
  }

  /** The display name of a service principal follows its application's; that it takes a while is not modelled. */
  private renameServicePrincipalOf({ clientId, displayName }: Application): void {
    const servicePrincipal = this.servicePrincipalOf(clientId);
    if (servicePrincipal !== undefined) {
      servicePrincipal.displayName = displayName;
    }
  }

  private typeOf(objectId: string): PrincipalType | undefined {
    if (this.servicePrincipals.has(objectId)) {
      return "ServicePrincipal";
    }
    return this.groups.has(objectId)
      ? "Group"
      : this.callers.find((caller) => caller.objectId === objectId)?.type;
  }

  private requirePrincipal(objectId: string): void {
    const type = this.typeOf(objectId);
    if (type === undefined || type === "Group") {
      // That it is refused is known [azuread issue 1554], how it is worded is not.
      throw new AzureError(
        400,
        "Request_BadRequest",
        `The reference to the owner '${objectId}' is invalid: an owner must be a user or a service principal of the directory.`,
      );
    }
  }

  private toChange<Owned extends Pick<Application, "owners">>(target: Owned): Owned {
    if (!this.mayChange(target)) {
      throw insufficientPrivileges();
    }
    return target;
  }

  private mayChange(target: Pick<Application, "owners">): boolean {
    const { permission, objectId } = this.caller;
    return permission === "Application.ReadWrite.All" || target.owners.has(objectId);
  }

  recycle(servicePrincipal: ServicePrincipal): void {
    this.servicePrincipals.delete(servicePrincipal.objectId);
    this.deletedItems.set(servicePrincipal.objectId, servicePrincipal);
  }
}

function found<Found>(object: Found | undefined, objectId: string): Found {
  if (object === undefined) {
    throw notFound(objectId);
  }
  return object;
}

export function notFound(objectId: string): AzureError {
  return new AzureError(
    404,
    "Request_ResourceNotFound",
    `Resource '${objectId}' does not exist or one of its queried reference-property objects are not present.`,
  );
}

function insufficientPrivileges(): AzureError {
  return new AzureError(
    403,
    "Authorization_RequestDenied",
    "Insufficient privileges to complete the operation.",
  );
}
