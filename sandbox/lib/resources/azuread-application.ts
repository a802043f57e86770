import type { JsonObject } from "../cloud/api";
import { NotModelled } from "../not-modelled";
import { flagIn, textIn } from "../provider/answers";
import { RequestError } from "../provider/api-client";
import { flag, hasChange, requiredText, text } from "../provider/arguments";
import { ProviderError } from "../provider/provider-error";
import type { DataSourceType, ResourceType } from "../provider/resource-type";
import { length, notEmpty, oneOf, type Rule, uuid } from "../provider/rules";
import type { Session } from "../provider/session";
import { waitForDeletion } from "../provider/wait";
import type { Values } from "../schema/values";
import {
  API,
  applicationAttributes,
  applicationProperties,
  EMPTY_BLOCKS,
  ofDataSource,
  ofResource,
} from "./application-attributes";
import { APPLICATION_ID, applicationCalled, filterBy, graph, importAdvice } from "./graph";
import { completeOwners, initialOwners, type Owned, ownersOf, updateOwners } from "./owners";

/** azuread 3.7.0 and 3.9.0, internal/services/applications/application_resource.go */
export const application: ResourceType = {
  type: "azuread_application",
  binding: "@cdktf/provider-azuread/lib/application",
  sensitive: ["password.value"],
  // internal/services/applications/migrations/application_resource.go
  stateUpgrades: [
    ({ group_membership_claims: claims = null, public_client, ...state }) => ({
      ...state,
      group_membership_claims: claims === null ? null : [claims],
      fallback_public_client_enabled: state.fallback_public_client_enabled ?? public_client ?? null,
    }),
    (state) => ({ ...state, id: `/applications/${requiredText(state, "id")}` }),
  ],
  arguments: {
    display_name: { expected: notEmpty },
    description: { expected: length(0, 1024) },
    notes: { expected: notEmpty },
    owners: { maxItems: 100, eachExpected: uuid },
    prevent_duplicate_names: { default: false },
    service_management_reference: {},
    sign_in_audience: {
      default: "AzureADMyOrg",
      expected: oneOf(
        "AzureADMyOrg",
        "AzureADMultipleOrgs",
        "AzureADandPersonalMicrosoftAccount",
        "PersonalMicrosoftAccount",
      ),
    },
    tags: {},
  },
  computedBlocks: ["feature_tags"],
  emptyBlocks: EMPTY_BLOCKS,
  checkImportId: (id) => {
    APPLICATION_ID.parse(id);
  },

  checkPlan(session, planned, prior) {
    const displayName = text(planned, "display_name");
    const isNamed = displayName !== undefined && displayName !== prior?.display_name;
    if (flag(planned, "prevent_duplicate_names") && isNamed) {
      const [namesake] = findNamesakes(session, displayName, (problem) => {
        throw new ProviderError(`could not check for existing application(s): ${problem}`);
      });
      // At an update it looks for its own id, in another form: nothing is found.
      if (namesake !== undefined && prior === undefined) {
        const { summary, detail } = duplicate(namesake);
        throw new ProviderError(`${summary}. ${detail}`);
      }
    }
    refusePersonalAccounts(planned);
    refuseChangeOfRoles(planned, prior ?? {});
  },

  create(session, planned, made) {
    refuseDuplicateName(session, planned);
    const properties = applicationProperties(planned);
    const body = {
      ...properties,
      api: { ...API, oauth2PermissionScopes: [] },
      appRoles: [],
      identifierUris: [],
      optionalClaims: {},
      requiredResourceAccess: [],
      "owners@odata.bind": initialOwners(session, planned),
    };
    const created = graph("Could not create application", () =>
      session.graph.post({ path: "/v1.0/applications", body }),
    );
    const objectId = textIn(created, "id");
    made({ id: `/applications/${objectId}` });
    // Another name and back: that Graph takes both tells that it knows the application everywhere.
    const temporaryName = `TERRAFORM_UPDATE_${session.newGuid()}`;
    for (const displayName of [temporaryName, properties.displayName]) {
      graph(
        `Failed to patch application with object ID "${objectId}" after creating`,
        () =>
          session.graph.patch({
            path: `/v1.0/applications/${objectId}`,
            body: { displayName },
            isPassing: ({ status }) => status === 404 || status === 409,
          }),
        "Timed out whilst waiting for new application to be replicated in Azure AD",
      );
    }
    completeOwners(session, ownedBy(objectId), planned);
  },

  read(session, state) {
    const { applicationId: objectId } = APPLICATION_ID.parse(requiredText(state, "id"));
    const called = applicationCalled(objectId);
    const found = graph(`Retrieving ${called}`, () =>
      session.graph.find(`/v1.0/applications/${objectId}`),
    );
    return (
      found && {
        ...applicationAttributes(found),
        ...ofResource(found),
        oauth2_post_response_required: isPostResponseRequired(session, objectId),
        password: [],
        logo_image: text(state, "logo_image") ?? "",
        prevent_duplicate_names: flag(state, "prevent_duplicate_names"),
        owners: graph(`Could not retrieve owners for ${called}`, () =>
          ownersOf(session, ownedBy(objectId)),
        ),
      }
    );
  },

  update(session, planned, prior) {
    const { applicationId: objectId } = APPLICATION_ID.parse(requiredText(planned, "id"));
    // At every update, whatever it changes.
    refuseDuplicateName(session, planned, objectId);
    const changed = (name: string): boolean => hasChange(planned, prior, name);
    const body = {
      ...applicationProperties(planned),
      api: API,
      ...(changed("identifier_uris") && { identifierUris: [] }),
      ...(changed("optional_claims") && { optionalClaims: {} }),
      ...(changed("required_resource_access") && { requiredResourceAccess: [] }),
    };
    graph(`Could not update application with object ID: "${objectId}"`, () =>
      session.graph.patch({ path: `/v1.0/applications/${objectId}`, body }),
    );
    updateOwners(session, ownedBy(objectId), planned, prior);
  },

  delete(session, state) {
    const { applicationId: objectId } = APPLICATION_ID.parse(requiredText(state, "id"));
    const path = `/v1.0/applications/${objectId}`;
    graph(
      (problem) => `deleting ${applicationCalled(objectId)}: ${problem}`,
      () => {
        session.graph.delete({ path });
      },
    );
    graph(`Waiting for deletion of application with object ID "${objectId}"`, () => {
      waitForDeletion(() => session.graph.find(path) !== undefined);
    });
  },
};

/** internal/helpers/tf/validation/diag.go: tells the name of an argument as Go prints its path. */
function byPath(rule: Rule): Rule {
  return (value, name) => rule(value, `[{pathStepImpl:{} Name:${name}}]`);
}

/** azuread 3.7.0 and 3.9.0, internal/services/applications/application_data_source.go */
export const applicationData: DataSourceType = {
  type: "azuread_application",
  binding: "@cdktf/provider-azuread/lib/data-azuread-application",
  arguments: {
    client_id: { expected: byPath(uuid) },
    display_name: { expected: byPath(notEmpty) },
    object_id: { expected: byPath(uuid) },
  },
  exactlyOneOf: ["client_id", "display_name", "object_id", "identifier_uri"],

  read(session, config) {
    const found = findApplication(session, config);
    const objectId = textIn(found, "id");
    return {
      ...applicationAttributes(found),
      ...ofDataSource(found),
      oauth2_post_response_required: isPostResponseRequired(session, objectId),
      owners: graph(`Could not retrieve owners for ${applicationCalled(objectId)}`, () =>
        ownersOf(session, ownedBy(objectId)),
      ),
    };
  },
};

function ownedBy(objectId: string): Owned {
  return {
    kind: "applications",
    objectId,
    called: `application with object ID: "${objectId}"`,
  };
}

/** Only the beta version of Graph tells this one. */
function isPostResponseRequired({ graph: client }: Session, objectId: string): boolean {
  const found = graph(`Retrieving additional properties for ${applicationCalled(objectId)}`, () =>
    client.get(`/beta/applications/${objectId}`, { $select: "oauth2RequirePostResponse" }),
  );
  return flagIn(found, "oauth2RequirePostResponse");
}

function findApplication({ graph: client }: Session, config: Values): JsonObject {
  const objectId = text(config, "object_id");
  if (objectId !== undefined) {
    const found = graph(`Retrieving Application with object ID "${objectId}"`, () =>
      client.find(`/v1.0/applications/${objectId}`),
    );
    if (found === undefined) {
      const summary = `Application with object ID "${objectId}" was not found`;
      throw new ProviderError(summary, "", "object_id");
    }
    return found;
  }
  const clientId = text(config, "client_id");
  // A name goes into the filter as it is, with its apostrophes.
  const query =
    clientId === undefined
      ? filterBy("displayName", requiredText(config, "display_name"))
      : filterBy("appId", clientId);
  const filter = JSON.stringify(query.$filter);
  const [found, second] = graph(`Listing applications for filter ${filter}`, () =>
    client.list("/v1.0/applications", query),
  );
  if (found === undefined) {
    const detail = `no applications found matching filter: ${filter}`;
    throw new ProviderError("Application not found", detail);
  }
  if (second !== undefined) {
    // The provider's own spelling.
    const detail = `dound multiple applications matching filter: ${filter}`;
    throw new ProviderError("Multiple applications found", detail);
  }
  return found;
}

function refuseDuplicateName(session: Session, planned: Values, ownObjectId?: string): void {
  if (!flag(planned, "prevent_duplicate_names")) {
    return;
  }
  const displayName = requiredText(planned, "display_name");
  const namesakes = findNamesakes(session, displayName, (problem) => {
    throw new ProviderError("Could not check for existing application(s)", problem);
  });
  const other = namesakes.find((found) => textIn(found, "id") !== ownObjectId);
  if (other !== undefined) {
    throw duplicate(other);
  }
}

/**
 * The applications of a name: applicationFindByName of internal/services/applications/applications.go. The name goes
 * into the filter as it is. What Graph finds in spite of other letter case is no namesake.
 */
function findNamesakes(
  { graph: client }: Session,
  displayName: string,
  fail: (problem: string) => never,
): readonly JsonObject[] {
  const query = filterBy("displayName", displayName);
  try {
    return client
      .list("/v1.0/applications", query)
      .filter((found) => textIn(found, "displayName") === displayName);
  } catch (error) {
    if (error instanceof RequestError) {
      const filter = JSON.stringify(query.$filter);
      return fail(`unable to list Applications with filter ${filter}: ${error.message}`);
    }
    throw error;
  }
}

function duplicate(found: JsonObject): ProviderError {
  return new ProviderError(
    `An existing "azuread_application" with name "${textIn(found, "displayName")}" (ID: "${textIn(found, "id")}") was found and \`prevent_duplicate_names\` was specified`,
    importAdvice("azuread_application"),
    "id",
  );
}

/** They need the second version of tokens, which is asked for in the block `api`, of which nothing is modelled. */
function refusePersonalAccounts(planned: Values): void {
  const personal = ["AzureADandPersonalMicrosoftAccount", "PersonalMicrosoftAccount"];
  if (personal.includes(requiredText(planned, "sign_in_audience"))) {
    const list = personal.map((audience) => JSON.stringify(audience)).join(" or ");
    throw new ProviderError(
      `\`requested_access_token_version\` must be 2 when \`sign_in_audience\` is ${list}`,
    );
  }
}

/** It disables them first, and waits. */
function refuseChangeOfRoles(planned: Values, prior: Values): void {
  if (hasChange(planned, prior, "app_role") || hasChange(planned, prior, "api")) {
    throw new NotModelled("a change of the roles and permission scopes of an application");
  }
}
