import type { Application, Described } from "../cloud/directory";
import { requiredText, text, texts } from "../provider/arguments";
import { ProviderError } from "../provider/provider-error";
import type { DataSourceType, ResourceType } from "../provider/resource-type";
import type { Session } from "../provider/session";
import { length, notEmpty, oneOf, uuid, uuids } from "../provider/rules";
import { Unknown, type Values } from "../schema/values";
import {
  APPLICATION_ID,
  graph,
  initialOwners,
  objectIdOf,
  removeUnlistedCaller,
  updateOwners,
} from "./graph";

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

  checkCreatePlan: refuseDuplicateName,

  create(session, planned) {
    refuseDuplicateName(session, planned);
    const { directory } = session;
    const created = graph("Could not create application", () =>
      directory.createApplication({
        ...propertiesOf(planned),
        owners: initialOwners(planned, directory),
      }),
    );
    removeUnlistedCaller(planned, created.owners, directory);
    return attributesOf(created);
  },

  read({ directory }, state) {
    const found = directory.applications.get(objectIdOf(requiredText(state, "id")));
    return (
      found && {
        ...attributesOf(found),
        prevent_duplicate_names: state.prevent_duplicate_names ?? false,
      }
    );
  },

  update(session, planned, prior) {
    if (planned.display_name !== prior.display_name) {
      refuseDuplicateName(session, planned);
    }
    const { directory } = session;
    const objectId = objectIdOf(requiredText(planned, "id"));
    return graph(`Could not update application with object ID: "${objectId}"`, () => {
      const changed = directory.applicationToChange(objectId);
      Object.assign(changed, propertiesOf(planned));
      directory.renameServicePrincipalOf(changed);
      updateOwners(planned, changed.owners, directory);
      return attributesOf(changed);
    });
  },

  delete({ directory }, state) {
    const objectId = objectIdOf(requiredText(state, "id"));
    graph(`Deleting application with object ID "${objectId}"`, () => {
      directory.deleteApplication(objectId);
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

function propertiesOf(
  values: Values,
): Described & Pick<Application, "displayName" | "signInAudience" | "serviceManagementReference"> {
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

/** The lookup by displayName of internal/services/applications/applications.go; it never adopts what it finds. */
function refuseDuplicateName({ directory }: Session, planned: Values): void {
  const { prevent_duplicate_names: prevent, display_name: displayName } = planned;
  if (prevent !== true || displayName instanceof Unknown) {
    return;
  }
  const [existing] = directory.withDisplayName(
    directory.applications,
    requiredText(planned, "display_name"),
  );
  if (existing !== undefined) {
    throw new ProviderError(
      `An existing "azuread_application" with name "${existing.displayName}" (ID: "/applications/${existing.objectId}") was found and \`prevent_duplicate_names\` was specified`,
      "To be managed via Terraform, this resource needs to be imported into the state.",
      "display_name",
    );
  }
}
