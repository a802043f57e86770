import type { Described, Directory, ServicePrincipal } from "../cloud/directory";
import { flag, requiredText, text, texts } from "../provider/arguments";
import { alreadyExists, ProviderError } from "../provider/provider-error";
import type { DataSourceType, ResourceType } from "../provider/resource-type";
import type { Session } from "../provider/session";
import { length, notEmpty, uuid, uuids } from "../provider/rules";
import type { Values } from "../schema/values";
import {
  graph,
  initialOwners,
  objectIdOf,
  removeUnlistedCaller,
  SERVICE_PRINCIPAL_ID,
  updateOwners,
} from "./graph";

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

  create(session, planned) {
    const { directory } = session;
    const existing = directory.servicePrincipalOf(requiredText(planned, "client_id"));
    if (existing === undefined) {
      return createFor(session, planned);
    }
    if (!flag(planned, "use_existing")) {
      throw alreadyExists("azuread_service_principal", `/servicePrincipals/${existing.objectId}`);
    }
    return change(directory, existing.objectId, planned);
  },

  read({ directory }, state) {
    const found = directory.servicePrincipals.get(objectIdOf(requiredText(state, "id")));
    return found && attributesOf(found);
  },

  update: ({ directory }, planned) =>
    change(directory, objectIdOf(requiredText(planned, "id")), planned),

  delete({ directory }, state) {
    const objectId = objectIdOf(requiredText(state, "id"));
    try {
      graph(`Deleting service principal with object ID "${objectId}"`, () => {
        directory.deleteServicePrincipal(objectId);
      });
    } catch (error) {
      // An adopted one is deleted all the same; only the error is ignored.
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

function createFor({ directory, cloud }: Session, planned: Values): Values {
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
  const created = graph("Could not create service principal", () =>
    directory.createServicePrincipal(
      { ...propertiesOf(planned), owners: initialOwners(planned, directory) },
      application,
      home.tenantId,
    ),
  );
  removeUnlistedCaller(planned, created.owners, directory);
  return attributesOf(created);
}

function change(directory: Directory, objectId: string, planned: Values): Values {
  return graph(`Updating service principal with object ID: "${objectId}"`, () => {
    const changed = directory.servicePrincipalToChange(objectId);
    Object.assign(changed, propertiesOf(planned));
    updateOwners(planned, changed.owners, directory);
    return attributesOf(changed);
  });
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
  const [found, second] = directory.withDisplayName(directory.servicePrincipals, displayName);
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

function propertiesOf(
  values: Values,
): Described & Pick<ServicePrincipal, "accountEnabled" | "appRoleAssignmentRequired"> {
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
