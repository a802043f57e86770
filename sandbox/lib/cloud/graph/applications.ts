import { created, type JsonObject, NO_CONTENT } from "../api";
import type { Application, ChangeableOfApplication } from "../directory-objects";
import { applicationChange, DEFAULT_SETTINGS, newApplication } from "./application-body";
import { bodyOf } from "./body";
import type { GraphHandler } from "./call";
import { newOwners, ownerReference, OWNERS, ownersOf } from "./owners";
import { list, type Listed, one } from "./query";
import { changesOf, shownSettings } from "./settings";

/** https://learn.microsoft.com/graph/api/resources/application */
export const applications = {
  "GET /applications": (call) => list(call, APPLICATIONS, call.directory.applications.values()),

  "POST /applications": (call) => {
    const { "owners@odata.bind": owners, ...given } = bodyOf(call, newApplication, "Application");
    const application = call.directory.createApplication({
      signInAudience: "AzureADMyOrg",
      tags: [],
      ...changesOf<ChangeableOfApplication>(given, DEFAULT_SETTINGS),
      displayName: given.displayName,
      owners: newOwners(call, owners),
    });
    return created(shown(application));
  },

  "GET /applications/{id}": (call, id) =>
    one(call, "applications", shown(call.directory.application(id))),

  "PATCH /applications/{id}": (call, id) => {
    const { settings } = call.directory.applicationToChange(id);
    const given = bodyOf(call, applicationChange, "Application");
    call.directory.updateApplication(id, changesOf(given, DEFAULT_SETTINGS, settings));
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

const APPLICATIONS: Listed<Application> = {
  set: "applications",
  shown,
  filterable: {
    appId: ({ clientId }) => clientId,
    displayName: ({ displayName }) => displayName,
    id: ({ objectId }) => objectId,
  },
};

function shown(application: Application): JsonObject {
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
    ...shownSettings(DEFAULT_SETTINGS, application.settings),
    passwordCredentials: [],
    keyCredentials: [],
  };
}
