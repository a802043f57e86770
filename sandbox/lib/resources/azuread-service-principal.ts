import type { Directory } from "../cloud/directory";
import type { ChangeableOfServicePrincipal, ServicePrincipal } from "../cloud/directory-objects";
import { flag, requiredText, text, texts } from "../provider/arguments";
import { ProviderError } from "../provider/provider-error";
import type { DataSourceType, ResourceType } from "../provider/resource-type";
import { length, notEmpty, uuid, uuids } from "../provider/rules";
import type { Session } from "../provider/session";
import type { Values } from "../schema/values";
import { alreadyExists, graph, objectIdOf, SERVICE_PRINCIPAL_ID } from "./graph";
import { completeOwners, initialOwners, updateOwners } from "./owners";

/** azuread 3.7.0, internal/services/serviceprincipals/service_principal_resource.go */
export const servicePrincipal: ResourceType = {
  type: "azuread_service_principal",
  binding: "@cdktf/provider-azuread/lib/service-principal",
  arguments: {
    client_id: { forceNew: true, expected: uuid },
    account_enabled: { default: true },
    app_role_assignment_required: {},
    description: { expected: length(0, 1024) },
    notes: { expected: notEmpty },
    owners: { expected: uuids },
    tags: {},
    use_existing: {},
  },
  importId: SERVICE_PRINCIPAL_ID,

  create(session, planned, setId) {
    const existing = session.directory.servicePrincipalOf(requiredText(planned, "client_id"));
    if (existing === undefined) {
      return createFor(session, planned, setId);
    }
    if (!flag(planned, "use_existing")) {
      throw alreadyExists("azuread_service_principal", existing.objectId);
    }
    setId(`/servicePrincipals/${existing.objectId}`);
    return change(session, existing.objectId, planned, {});
  },

  read({ directory }, state) {
    const found = directory.getServicePrincipal(objectIdOf(requiredText(state, "id")));
    return found && attributesOf(found);
  },

  update: (session, planned, prior) =>
    change(session, objectIdOf(requiredText(planned, "id")), planned, prior),

  delete(session, state) {
    const objectId = objectIdOf(requiredText(state, "id"));
    try {
      graph(`Deleting ${nameOf(objectId)}`, () => {
        session.send("DELETE /servicePrincipals/{id}", () => {
          session.directory.deleteServicePrincipal(objectId);
        });
      });
    } catch (error) {
      // One that may have been there before is deleted all the same; only that this failed is ignored.
      if (!flag(state, "use_existing")) {
        throw error;
      }
    }
  },
};

/** azuread 3.7.0, internal/services/serviceprincipals/service_principal_data_source.go */
export const servicePrincipalData: DataSourceType = {
  type: "azuread_service_principal",
  binding: "@cdktf/provider-azuread/lib/data-azuread-service-principal",
  arguments: {
    client_id: { expected: uuid },
    display_name: { expected: notEmpty },
    object_id: { expected: uuid },
  },
  exactlyOneOf: ["client_id", "display_name", "object_id"],

  read: ({ directory }, config) => attributesOf(find(directory, config)),
};

function createFor(session: Session, planned: Values, setId: (id: string) => void): Values {
  const { directory, cloud } = session;
  const clientId = requiredText(planned, "client_id");
  const home = [...cloud.directories.values()].find(
    (tenant) => tenant.applicationOf(clientId) !== undefined,
  );
  const application = home?.applicationOf(clientId);
  const reachable = home === directory || application?.signInAudience !== "AzureADMyOrg";
  if (home === undefined || application === undefined || !reachable) {
    throw new ProviderError(
      "Could not create service principal",
      `unexpected status 400 (400 Bad Request) with error: Request_BadRequest: The appId '${clientId}' of the service principal does not reference a valid application object.`,
    );
  }
  const { description, ...properties } = propertiesOf(planned);
  const temporaryDescription = `TERRAFORM_UPDATE_${cloud.environment.newGuid()}`;
  const created = graph("Could not create service principal", () =>
    session.send("POST /servicePrincipals", () =>
      directory.createServicePrincipal(
        {
          ...properties,
          description: temporaryDescription,
          owners: initialOwners(session, planned),
        },
        application,
        home.tenantId,
      ),
    ),
  );
  const { objectId } = created;
  setId(`/servicePrincipals/${objectId}`);
  // Unlike an application it is not waited for: where Graph does not know it yet, that is an error at once.
  graph(
    "Failed to patch service principal after creating",
    () =>
      session.send("PATCH /servicePrincipals/{id}", () =>
        directory.updateServicePrincipal(objectId, { description }),
      ),
    "Timed out whilst waiting for new service principal to be replicated in Azure AD",
  );
  completeOwners(session, "servicePrincipals", created, planned);
  return attributesOf(created);
}

function change(session: Session, objectId: string, planned: Values, prior: Values): Values {
  const changed = graph(`Updating ${nameOf(objectId)}`, () =>
    session.send("PATCH /servicePrincipals/{id}", () =>
      session.directory.updateServicePrincipal(objectId, propertiesOf(planned)),
    ),
  );
  updateOwners(session, "servicePrincipals", changed, planned, prior);
  return attributesOf(changed);
}

function nameOf(objectId: string): string {
  return `Service Principal (Service Principal: "${objectId}")`;
}

function find(directory: Directory, config: Values): ServicePrincipal {
  const objectId = text(config, "object_id");
  if (objectId !== undefined) {
    const found = directory.servicePrincipals.get(objectId);
    if (found === undefined) {
      throw new ProviderError(
        `Service principal with object ID "${objectId}" was not found`,
        "",
        "object_id",
      );
    }
    return found;
  }
  const clientId = text(config, "client_id");
  if (clientId !== undefined) {
    const found = directory.servicePrincipalOf(clientId);
    if (found === undefined) {
      throw new ProviderError(
        `No service principal found for client ID: "${clientId}"`,
        "",
        "client_id",
      );
    }
    return found;
  }
  const displayName = requiredText(config, "display_name");
  const filter = `displayName eq '${displayName}'`;
  const [found, second] = directory.withDisplayName(
    directory.servicePrincipals,
    displayName.replaceAll("'", "''"),
  );
  if (second !== undefined) {
    const detail = `Found multiple service principals matching filter: "${filter}"`;
    throw new ProviderError("Multiple service principals found", detail);
  }
  // The filter of Graph ignores letter case, the provider does not.
  if (found?.displayName !== displayName) {
    const detail = `No service principals found matching filter: "${filter}"`;
    throw new ProviderError("Service principal not found", detail);
  }
  return found;
}

function propertiesOf(values: Values): ChangeableOfServicePrincipal {
  return {
    accountEnabled: flag(values, "account_enabled"),
    appRoleAssignmentRequired: flag(values, "app_role_assignment_required"),
    description: text(values, "description"),
    notes: text(values, "notes"),
    tags: texts(values, "tags"),
  };
}

function attributesOf(found: ServicePrincipal): Values {
  return {
    id: `/servicePrincipals/${found.objectId}`,
    object_id: found.objectId,
    client_id: found.clientId,
    application_tenant_id: found.applicationTenantId,
    display_name: found.displayName,
    type: found.type,
    account_enabled: found.accountEnabled,
    app_role_assignment_required: found.appRoleAssignmentRequired,
    description: found.description ?? null,
    notes: found.notes ?? null,
    tags: found.tags,
    // Not Computed: with no owners left it must equal an argument that is not set.
    owners: found.owners.size === 0 ? null : [...found.owners],
  };
}
