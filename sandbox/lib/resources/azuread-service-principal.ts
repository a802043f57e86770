import type { JsonObject } from "../cloud/api";
import { flagIn, objectIn, textIn, textsIn } from "../provider/answers";
import { RequestError } from "../provider/api-client";
import { blocks, flag, requiredText, text, texts } from "../provider/arguments";
import { ProviderError } from "../provider/provider-error";
import type { DataSourceType, ResourceType } from "../provider/resource-type";
import { length, notEmpty, uuid } from "../provider/rules";
import type { Session } from "../provider/session";
import { waitForDeletion } from "../provider/wait";
import { isZero, type Values } from "../schema/values";
import {
  appRoles,
  features,
  featureTags,
  idsByValue,
  permissionScopes,
  textOrNull,
} from "./directory-attributes";
import { alreadyExists, escaped, filterBy, graph, SERVICE_PRINCIPAL_ID } from "./graph";
import { completeOwners, initialOwners, type Owned, ownersOf, updateOwners } from "./owners";

/** azuread 3.7.0 and 3.9.0, internal/services/serviceprincipals/service_principal_resource.go */
export const servicePrincipal: ResourceType = {
  type: "azuread_service_principal",
  binding: "@cdktf/provider-azuread/lib/service-principal",
  deprecated: ["features"],
  // internal/services/serviceprincipals/migrations/service_principal_resource.go
  stateUpgrades: [(state) => ({ ...state, id: `/servicePrincipals/${requiredText(state, "id")}` })],
  arguments: {
    client_id: { forceNew: true, expected: uuid },
    account_enabled: { default: true },
    app_role_assignment_required: {},
    description: { expected: length(0, 1024) },
    notes: { expected: length(0, 1024) },
    owners: { eachExpected: uuid },
    tags: {},
    use_existing: {},
  },
  computedBlocks: ["feature_tags", "features"],
  emptyBlocks: { saml_single_sign_on: ({ relay_state }) => isZero(relay_state) },
  checkImportId: (id) => {
    SERVICE_PRINCIPAL_ID.parse(id);
  },

  create(session, planned, made) {
    const clientId = requiredText(planned, "client_id");
    const [existing] = graph("Could not list existing service principals", () =>
      withClientId(session, clientId),
    );
    if (existing === undefined) {
      createNew(session, planned, made);
      return;
    }
    const objectId = textIn(existing, "id");
    if (!flag(planned, "use_existing")) {
      throw alreadyExists("azuread_service_principal", objectId);
    }
    made({ id: `/servicePrincipals/${objectId}` });
    change(session, objectId, planned, {});
  },

  read(session, state) {
    const { servicePrincipalId: objectId } = SERVICE_PRINCIPAL_ID.parse(requiredText(state, "id"));
    const owned = ownedBy(objectId);
    const found = graph(`Retrieving ${owned.called}`, () =>
      session.graph.find(`/v1.0/servicePrincipals/${objectId}`),
    );
    return (
      found && {
        ...attributesOf(session, found),
        owners: graph(`Could not retrieve owners for ${owned.called}`, () =>
          ownersOf(session, owned),
        ),
      }
    );
  },

  update(session, planned, prior) {
    const { servicePrincipalId } = SERVICE_PRINCIPAL_ID.parse(requiredText(planned, "id"));
    change(session, servicePrincipalId, planned, prior);
  },

  delete(session, state) {
    const { servicePrincipalId: objectId } = SERVICE_PRINCIPAL_ID.parse(requiredText(state, "id"));
    const path = `/v1.0/servicePrincipals/${objectId}`;
    // One that may have been there before is deleted all the same; only that this failed is ignored.
    const isAnyway = flag(state, "use_existing");
    const { called } = ownedBy(objectId);
    try {
      graph(`Deleting ${called}`, () => {
        session.graph.delete({ path });
      });
    } catch (error) {
      if (!isAnyway) {
        throw error;
      }
    }
    if (!isAnyway) {
      graph(`Waiting for deletion of ${called}`, () => {
        waitForDeletion(() => session.graph.find(path) !== undefined);
      });
    }
  },
};

/** azuread 3.7.0 and 3.9.0, internal/services/serviceprincipals/service_principal_data_source.go */
export const servicePrincipalData: DataSourceType = {
  type: "azuread_service_principal",
  binding: "@cdktf/provider-azuread/lib/data-azuread-service-principal",
  deprecated: ["features"],
  arguments: {
    client_id: { expected: uuid },
    display_name: { expected: notEmpty },
    object_id: { expected: uuid },
  },
  exactlyOneOf: ["client_id", "display_name", "object_id"],

  read(session, config) {
    const found = findServicePrincipal(session, config);
    return { id: `/servicePrincipals/${textIn(found, "id")}`, ...attributesOf(session, found) };
  },
};

function createNew(
  session: Session,
  planned: Values,
  made: (attributes: { id: string }) => void,
): void {
  const body = {
    ...propertiesOf(planned),
    appId: requiredText(planned, "client_id"),
    description: `TERRAFORM_UPDATE_${session.newGuid()}`,
    "owners@odata.bind": initialOwners(session, planned),
  };
  const created = graph("Could not create service principal", () =>
    session.graph.post({ path: "/v1.0/servicePrincipals", body, isPassing: isApplicationUnknown }),
  );
  const objectId = textIn(created, "id");
  made({ id: `/servicePrincipals/${objectId}` });
  // Unlike an application it is not waited for: where Graph does not know it yet, that is an error at once.
  graph(
    "Failed to patch service principal after creating",
    () =>
      session.graph.patch({
        path: `/v1.0/servicePrincipals/${objectId}`,
        body: { description: textOrNull(planned, "description") },
      }),
    "Timed out whilst waiting for new service principal to be replicated in Azure AD",
  );
  completeOwners(session, ownedBy(objectId), planned);
}

/** What Graph answers for an application that it knows, but not everywhere yet. */
function isApplicationUnknown({ status, problem }: RequestError): boolean {
  return status === 400
    ? /The appId '.+' of the service principal does not reference a valid application object/.test(
        problem,
      )
    : status === 403 &&
        problem.includes(
          "When using this permission, the backing application of the service principal being created must in the local tenant",
        );
}

function change(session: Session, objectId: string, planned: Values, prior: Values): void {
  const owned = ownedBy(objectId);
  graph(`Updating ${owned.called}`, () =>
    session.graph.patch({
      path: `/v1.0/servicePrincipals/${objectId}`,
      body: { ...propertiesOf(planned), description: textOrNull(planned, "description") },
    }),
  );
  updateOwners(session, owned, planned, prior);
}

function ownedBy(objectId: string): Owned {
  return {
    kind: "servicePrincipals",
    objectId,
    called: `Service Principal (Service Principal: "${objectId}")`,
  };
}

function withClientId({ graph: client }: Session, clientId: string): readonly JsonObject[] {
  return client.list("/v1.0/servicePrincipals", filterBy("appId", clientId));
}

function findServicePrincipal(session: Session, config: Values): JsonObject {
  const objectId = text(config, "object_id");
  if (objectId !== undefined) {
    const { called } = ownedBy(objectId);
    const found = graph(`Retrieving ${called}`, () =>
      session.graph.find(`/v1.0/servicePrincipals/${objectId}`),
    );
    if (found === undefined) {
      throw new ProviderError(`${called} was not found`, "", "object_id");
    }
    return found;
  }
  const displayName = text(config, "display_name");
  const found =
    displayName === undefined
      ? findByClientId(session, requiredText(config, "client_id"))
      : findByName(session, displayName);
  if (found === undefined) {
    throw new ProviderError("No service principal found", "no service principal found");
  }
  return found;
}

function findByClientId(session: Session, clientId: string): JsonObject | undefined {
  const filter = JSON.stringify(filterBy("appId", clientId).$filter);
  const [found] = graph(`Listing service principals for filter ${filter}`, () =>
    withClientId(session, clientId),
  );
  return found;
}

function findByName({ graph: client }: Session, displayName: string): JsonObject | undefined {
  const query = filterBy("displayName", escaped(displayName));
  const filter = JSON.stringify(query.$filter);
  const [found, second] = graph(`Listing service principals for filter ${filter}`, () =>
    client.list("/v1.0/servicePrincipals", query),
  );
  if (found === undefined) {
    const detail = `no service principals found matching filter: ${filter}`;
    throw new ProviderError("Service principal not found", detail);
  }
  if (second !== undefined) {
    const detail = `found multiple service principals matching filter: ${filter}`;
    throw new ProviderError("Multiple service principals found", detail);
  }
  return found;
}

function propertiesOf(values: Values): JsonObject {
  return {
    accountEnabled: flag(values, "account_enabled"),
    alternativeNames: texts(values, "alternative_names"),
    appRoleAssignmentRequired: flag(values, "app_role_assignment_required"),
    loginUrl: textOrNull(values, "login_url"),
    notes: textOrNull(values, "notes"),
    notificationEmailAddresses: texts(values, "notification_email_addresses"),
    preferredSingleSignOnMode: textOrNull(values, "preferred_single_sign_on_mode"),
    samlSingleSignOnSettings: samlOf(values),
    tags: texts(values, "tags"),
  };
}

/** What is there already is told again. */
function samlOf(values: Values): JsonObject {
  const [saml] = blocks(values, "saml_single_sign_on");
  return saml === undefined ? {} : { relayState: requiredText(saml, "relay_state") };
}

function attributesOf({ graph: client }: Session, found: JsonObject): Values {
  const objectId = textIn(found, "id");
  const clientId = textIn(found, "appId");
  const tags = textsIn(found, "tags");
  const saml = objectIn(found, "samlSingleSignOnSettings");
  const beta = graph(`Retrieving ${ownedBy(objectId).called} (beta API)`, () =>
    client.get(`/beta/servicePrincipals/${objectId}`, { $select: "samlMetadataUrl" }),
  );
  return {
    object_id: objectId,
    client_id: clientId,
    account_enabled: flagIn(found, "accountEnabled"),
    alternative_names: textsIn(found, "alternativeNames"),
    app_role_assignment_required: flagIn(found, "appRoleAssignmentRequired"),
    app_role_ids: idsByValue(found, "appRoles"),
    app_roles: appRoles(found),
    application_tenant_id: textIn(found, "appOwnerOrganizationId"),
    description: textIn(found, "description"),
    display_name: textIn(found, "displayName"),
    feature_tags: featureTags(tags),
    features: features(tags),
    homepage_url: textIn(found, "homepage"),
    login_url: textIn(found, "loginUrl"),
    logout_url: textIn(found, "logoutUrl"),
    notes: textIn(found, "notes"),
    notification_email_addresses: textsIn(found, "notificationEmailAddresses"),
    oauth2_permission_scope_ids: idsByValue(found, "oauth2PermissionScopes"),
    oauth2_permission_scopes: permissionScopes(found),
    preferred_single_sign_on_mode: textIn(found, "preferredSingleSignOnMode"),
    redirect_uris: textsIn(found, "replyUrls"),
    saml_metadata_url: textIn(beta, "samlMetadataUrl"),
    saml_single_sign_on: saml === undefined ? [] : [{ relay_state: textIn(saml, "relayState") }],
    service_principal_names: textsIn(found, "servicePrincipalNames").filter(
      (name) => name.toLowerCase() !== clientId.toLowerCase(),
    ),
    sign_in_audience: textIn(found, "signInAudience"),
    tags,
    type: textIn(found, "servicePrincipalType"),
  };
}
