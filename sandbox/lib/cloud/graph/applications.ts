import { created, type JsonObject, NO_CONTENT } from "../api";
import { AzureError } from "../azure-error";
import type { Directory } from "../directory";
import type { Application, ChangeableOfApplication } from "../directory-objects";
import { changesOf, merged } from "../settings";
import {
  applicationChange,
  type ApplicationSettings,
  DEFAULT_SETTINGS,
  newApplication,
} from "./application-body";
import { bodyOf } from "./body";
import type { GraphCall, GraphHandler } from "./call";
import { setKeyCredentials, shownKeyCredential } from "./key-credentials";
import { newOwners, ownerReference, OWNERS, ownersOf } from "./owners";
import { shownPassword } from "./passwords";
import { list, type Listed, one } from "./query";

const KIND = "Application";

/** https://learn.microsoft.com/graph/api/resources/application */
export const applications = {
  "GET /applications": (call) => list(call, listed(call), call.directory.applications.values()),

  "POST /applications": (call) => {
    const { "owners@odata.bind": owners, ...given } = bodyOf(
      call,
      newApplication(call.version),
      KIND,
    );
    refuseTakenUris(call.directory, given);
    const application = call.directory.createApplication({
      signInAudience: "AzureADMyOrg",
      tags: [],
      ...changesOf<ChangeableOfApplication>(given, DEFAULT_SETTINGS),
      displayName: given.displayName,
      owners: newOwners(call, owners),
    });
    return created(shown(call, application));
  },

  "GET /applications/{id}": (call, id) =>
    one(call, "applications", shown(call, call.directory.application(id))),

  "PATCH /applications/{id}": (call, id) => {
    const application = call.directory.applicationToChange(id);
    const { keyCredentials, ...given } = bodyOf(call, applicationChange(call.version), KIND, id);
    refuseTakenUris(call.directory, given, application);
    if (keyCredentials !== undefined) {
      setKeyCredentials(application, keyCredentials, call.cloud.environment);
    }
    const changes = changesOf(given, DEFAULT_SETTINGS, application.settings);
    call.directory.changeApplication(application, changes);
    return NO_CONTENT;
  },

  "DELETE /applications/{id}": ({ directory }, id) => {
    directory.deleteApplication(id);
    return NO_CONTENT;
  },

  "GET /applications/{id}/owners": (call, id) =>
    list(call, OWNERS, ownersOf(call, call.directory.application(id))),

  "POST /applications/{id}/owners/$ref": (call, id) => {
    const application = call.directory.applicationToChange(id);
    call.directory.addOwner(application, ownerReference(call));
    return NO_CONTENT;
  },

  "DELETE /applications/{id}/owners/{id}/$ref": ({ directory }, id, owner) => {
    directory.removeOwner(directory.applicationToChange(id), owner);
    return NO_CONTENT;
  },
} satisfies Record<string, GraphHandler>;

/** Each identifier URI is that of one application in the tenant. */
function refuseTakenUris(
  directory: Directory,
  { identifierUris = [] }: ApplicationSettings,
  application?: Application,
): void {
  const others = [...directory.applications.values()].filter((other) => other !== application);
  const taken = others.flatMap(
    ({ settings }) => (settings as ApplicationSettings | undefined)?.identifierUris ?? [],
  );
  if (identifierUris.some((uri) => taken.includes(uri))) {
    throw new AzureError(
      400,
      "Request_BadRequest",
      "Another object with the same value for property identifierUris already exists.",
    );
  }
}

function listed(call: GraphCall): Listed<Application> {
  return {
    set: "applications",
    shown: (application) => shown(call, application),
    filterable: {
      appId: ({ clientId }) => clientId,
      displayName: ({ displayName }) => displayName,
      id: ({ objectId }) => objectId,
    },
  };
}

function shown({ version }: GraphCall, application: Application): JsonObject {
  const { oauth2RequirePostResponse, ...settings } = merged(DEFAULT_SETTINGS, application.settings);
  return {
    id: application.objectId,
    deletedDateTime: null,
    appId: application.clientId,
    applicationTemplateId: null,
    disabledByMicrosoftStatus: null,
    displayName: application.displayName,
    description: application.description ?? null,
    notes: application.notes ?? null,
    publisherDomain: null,
    serviceManagementReference: application.serviceManagementReference ?? null,
    signInAudience: application.signInAudience,
    tags: application.tags,
    ...settings,
    oauth2RequirePostResponse: version === "beta" ? oauth2RequirePostResponse : undefined,
    passwordCredentials: application.passwords.map(shownPassword),
    keyCredentials: application.certificates.map(shownKeyCredential),
  };
}
