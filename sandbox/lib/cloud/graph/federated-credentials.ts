import { z } from "zod";
import { created, type JsonObject, NO_CONTENT } from "../api";
import type { FederatedCredential } from "../directory-objects";
import {
  addFederatedCredential,
  federatedCredential,
  removeFederatedCredential,
  updateFederatedCredential,
} from "../federated-credentials";
import { bodyOf, clearable } from "./body";
import type { GraphHandler } from "./call";
import { list, type Listed, one } from "./query";

const KIND = "FederatedIdentityCredential";

/** https://learn.microsoft.com/graph/api/resources/federatedidentitycredential */
export const federatedCredentials = {
  "GET /applications/{id}/federatedIdentityCredentials": (call, id) =>
    list(call, CREDENTIALS, call.directory.application(id).federatedCredentials),

  "POST /applications/{id}/federatedIdentityCredentials": (call, id) => {
    const application = call.directory.applicationToChange(id);
    const given = bodyOf(call, credential, KIND);
    return created(shown(addFederatedCredential(application, given, call.cloud.environment)));
  },

  "GET /applications/{id}/federatedIdentityCredentials/{id}": (call, id, credentialId) => {
    const application = call.directory.application(id);
    const { set } = CREDENTIALS;
    return one(call, set, shown(federatedCredential(application, credentialId)));
  },

  "PATCH /applications/{id}/federatedIdentityCredentials/{id}": (call, id, credentialId) => {
    const application = call.directory.applicationToChange(id);
    const given = bodyOf(call, credential.partial(), KIND, credentialId);
    updateFederatedCredential(application, credentialId, given);
    return NO_CONTENT;
  },

  "DELETE /applications/{id}/federatedIdentityCredentials/{id}": (
    { directory },
    id,
    credentialId,
  ) => {
    removeFederatedCredential(directory.applicationToChange(id), credentialId);
    return NO_CONTENT;
  },
} satisfies Record<string, GraphHandler>;

const text = z.string();

const credential = z.strictObject({
  name: text,
  issuer: text.min(1),
  subject: text.min(1),
  // Graph takes a list, of one.
  audiences: z.array(text).length(1),
  description: clearable.optional(),
});

const CREDENTIALS: Listed<FederatedCredential> = {
  set: "federatedIdentityCredentials",
  shown,
  filterable: {},
};

function shown({ description, ...given }: FederatedCredential): JsonObject {
  return { ...given, description: description ?? null };
}
