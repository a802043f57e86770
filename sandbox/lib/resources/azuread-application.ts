import { AzureError } from "../cloud/azure-error";
import type { Application, ChangeableOfApplication } from "../cloud/directory-objects";
import { requiredText, text, texts } from "../provider/arguments";
import { ProviderError } from "../provider/provider-error";
import type { DataSourceType, ResourceType } from "../provider/resource-type";
import { length, notEmpty, oneOf, uuid, uuids } from "../provider/rules";
import type { Session } from "../provider/session";
import { Unknown, type Values } from "../schema/values";
import { APPLICATION_ID, graph, importAdvice, objectIdOf } from "./graph";
import { completeOwners, initialOwners, updateOwners } from "./owners";

/** azuread 3.7.0, internal/services/applications/application_resource.go */
export const application: ResourceType = {
  type: "azuread_application",
  binding: "@cdktf/provider-azuread/lib/application",
  arguments: {
    display_name: { expected: notEmpty },
    description: { expected: length(0, 1024) },
    notes: { expected: notEmpty },
    owners: { expected: uuids },
    prevent_duplicate_names: { default: false },
    service_management_reference: { expected: notEmpty },
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
  importId: APPLICATION_ID,

  checkCreatePlan(session, planned) {
    const namesake = findNamesake(
      session,
      planned,
      (problem) => new ProviderError(`could not check for existing application(s): ${problem}`),
    );
    if (namesake !== undefined) {
      const { summary, detail } = duplicate(namesake);
      throw new ProviderError(`${summary}. ${detail}`);
    }
  },

  create(session, planned, setId) {
    refuseDuplicateName(session, planned);
    const { directory, cloud } = session;
    const properties = propertiesOf(planned);
    const created = graph("Could not create application", () =>
      session.send("POST /applications", () =>
        directory.createApplication({ ...properties, owners: initialOwners(session, planned) }),
      ),
    );
    const { objectId } = created;
    setId(`/applications/${objectId}`);
    // Another name and back: that Graph takes both tells that it knows the application everywhere.
    const temporaryName = `TERRAFORM_UPDATE_${cloud.environment.newGuid()}`;
    for (const displayName of [temporaryName, properties.displayName]) {
      graph(
        `Failed to patch application with object ID "${objectId}" after creating`,
        () =>
          session.send(
            "PATCH /applications/{id}",
            () => directory.updateApplication(objectId, { displayName }),
            ({ status }) => status === 404 || status === 409,
          ),
        "Timed out whilst waiting for new application to be replicated in Azure AD",
      );
    }
    completeOwners(session, "applications", created, planned);
    return attributesOf(created);
  },

  read({ directory }, state) {
    const found = directory.getApplication(objectIdOf(requiredText(state, "id")));
    return (
      found && {
        ...attributesOf(found),
        prevent_duplicate_names: state.prevent_duplicate_names ?? false,
      }
    );
  },

  update(session, planned, prior) {
    const objectId = objectIdOf(requiredText(planned, "id"));
    // At every update, whatever it changes.
    refuseDuplicateName(session, planned, objectId);
    const changed = graph(`Could not update application with object ID: "${objectId}"`, () =>
      session.send("PATCH /applications/{id}", () =>
        session.directory.updateApplication(objectId, propertiesOf(planned)),
      ),
    );
    updateOwners(session, "applications", changed, planned, prior);
    return attributesOf(changed);
  },

  delete(session, state) {
    const objectId = objectIdOf(requiredText(state, "id"));
    graph(`deleting Application (Application: "${objectId}")`, () => {
      session.send("DELETE /applications/{id}", () => {
        session.directory.deleteApplication(objectId);
      });
    });
  },
};

/** azuread 3.7.0, internal/services/applications/application_data_source.go */
export const applicationData: DataSourceType = {
  type: "azuread_application",
  binding: "@cdktf/provider-azuread/lib/data-azuread-application",
  arguments: {
    client_id: { expected: uuid },
    display_name: { expected: notEmpty },
    object_id: { expected: uuid },
  },
  exactlyOneOf: ["client_id", "display_name", "object_id", "identifier_uri"],

  read({ directory }, config) {
    const objectId = text(config, "object_id");
    const clientId = text(config, "client_id");
    const displayName = text(config, "display_name");
    const [found, second] = [...directory.applications.values()].filter(
      (candidate) =>
        candidate.objectId === objectId ||
        candidate.clientId === clientId ||
        candidate.displayName === displayName,
    );
    if (second !== undefined) {
      const detail = `Found multiple applications with display name: "${displayName ?? ""}"`;
      throw new ProviderError("Multiple applications found", detail, "display_name");
    }
    if (found === undefined) {
      const wanted = objectId ?? clientId ?? displayName ?? "";
      throw new ProviderError("Application not found", `No application matches "${wanted}"`);
    }
    return attributesOf(found);
  },
};

function propertiesOf(values: Values): ChangeableOfApplication {
  return {
    displayName: requiredText(values, "display_name"),
    signInAudience: requiredText(values, "sign_in_audience"),
    description: text(values, "description"),
    notes: text(values, "notes"),
    serviceManagementReference: text(values, "service_management_reference"),
    tags: texts(values, "tags"),
  };
}

function attributesOf(found: Application): Values {
  return {
    id: `/applications/${found.objectId}`,
    object_id: found.objectId,
    client_id: found.clientId,
    display_name: found.displayName,
    sign_in_audience: found.signInAudience,
    description: found.description ?? null,
    notes: found.notes ?? null,
    service_management_reference: found.serviceManagementReference ?? null,
    tags: found.tags,
    // Not Computed: with no owners left it must equal an argument that is not set.
    owners: found.owners.size === 0 ? null : [...found.owners],
  };
}

function refuseDuplicateName(session: Session, planned: Values, ownObjectId?: string): void {
  const namesake = findNamesake(
    session,
    planned,
    (problem) => new ProviderError("Could not check for existing application(s)", problem),
    ownObjectId,
  );
  if (namesake !== undefined) {
    throw duplicate(namesake);
  }
}

/**
 * Another application of the planned name, if there must be none: applicationFindByName of
 * internal/services/applications/applications.go. The name goes into the filter as it is. What Graph finds in spite of
 * other letter case is no namesake.
 */
function findNamesake(
  { directory }: Session,
  planned: Values,
  failure: (problem: string) => ProviderError,
  ownObjectId?: string,
): Application | undefined {
  const { prevent_duplicate_names: prevent, display_name: displayName } = planned;
  if (prevent !== true || displayName instanceof Unknown) {
    return undefined;
  }
  const name = requiredText(planned, "display_name");
  try {
    return directory
      .withDisplayName(directory.applications, name)
      .find((found) => found.displayName === name && found.objectId !== ownObjectId);
  } catch (error) {
    const filter = `displayName eq '${name}'`;
    throw error instanceof AzureError
      ? failure(`unable to list Applications with filter "${filter}": ${error.message}`)
      : error;
  }
}

function duplicate({ displayName, objectId }: Application): ProviderError {
  return new ProviderError(
    `An existing "azuread_application" with name "${displayName}" (ID: "${objectId}") was found and \`prevent_duplicate_names\` was specified`,
    importAdvice("azuread_application"),
    "id",
  );
}
