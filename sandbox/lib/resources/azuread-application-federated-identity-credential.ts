import type { FederatedCredential } from "../cloud/directory-objects";
import {
  addFederatedCredential,
  removeFederatedCredential,
  updateFederatedCredential,
} from "../cloud/federated-credentials";
import { requiredText, text, texts } from "../provider/arguments";
import type { ResourceType } from "../provider/resource-type";
import { length, notEmpty } from "../provider/rules";
import type { Value, Values } from "../schema/values";
import {
  applicationResourceId,
  credentialId,
  credentialIdForm,
  graph,
  objectIdOf,
  partsOfCredentialId,
} from "./graph";

const KIND = "federatedIdentityCredential";

/** azuread 3.7.0, internal/services/applications/application_federated_identity_credential_resource.go */
export const applicationFederatedIdentityCredential: ResourceType = {
  type: "azuread_application_federated_identity_credential",
  binding: "@cdktf/provider-azuread/lib/application-federated-identity-credential",
  arguments: {
    application_id: { forceNew: true, expected: applicationResourceId },
    display_name: { forceNew: true, expected: length(1, 120) },
    audiences: { expected: oneAudience },
    issuer: { expected: notEmpty },
    subject: { expected: notEmpty },
    description: {},
  },
  importId: credentialIdForm(KIND),

  create(session, planned) {
    const { directory, cloud } = session;
    const objectId = objectIdOf(requiredText(planned, "application_id"));
    const request = { ...requestOf(planned), name: requiredText(planned, "display_name") };
    const created = graph(
      `Adding federated identity credential for Application (Application: "${objectId}")`,
      () =>
        session.send("POST /applications/{id}/federatedIdentityCredentials", () =>
          addFederatedCredential(
            directory.applicationToChange(objectId),
            request,
            cloud.environment,
          ),
        ),
    );
    return attributesOf(objectId, created);
  },

  read({ directory }, state) {
    const { objectId, keyId } = partsOfCredentialId(requiredText(state, "id"));
    const found = directory
      .getApplication(objectId)
      ?.federatedCredentials.find(({ id }) => id === keyId);
    return found && attributesOf(objectId, found);
  },

  update(session, planned) {
    const { objectId, keyId } = partsOfCredentialId(requiredText(planned, "id"));
    const updated = graph(
      `Updating federated identity credential with ID "${keyId}" for application with object ID "${objectId}"`,
      () =>
        session.send("PATCH /applications/{id}/federatedIdentityCredentials/{id}", () =>
          updateFederatedCredential(
            session.directory.applicationToChange(objectId),
            keyId,
            requestOf(planned),
          ),
        ),
    );
    return attributesOf(objectId, updated);
  },

  delete(session, state) {
    const { objectId, keyId } = partsOfCredentialId(requiredText(state, "id"));
    graph(`Removing federated identity credential "${keyId}"`, () => {
      session.send("DELETE /applications/{id}/federatedIdentityCredentials/{id}", () => {
        removeFederatedCredential(session.directory.applicationToChange(objectId), keyId);
      });
    });
  },
};

/** MaxItems 1 on an attribute, which the wire schema does not carry. */
function oneAudience(value: Value): string | undefined {
  return Array.isArray(value) && value.length > 1
    ? `a list of 1 item maximum, got ${value.length}`
    : undefined;
}

function requestOf(values: Values): Omit<FederatedCredential, "id" | "name"> {
  return {
    issuer: requiredText(values, "issuer"),
    subject: requiredText(values, "subject"),
    audiences: texts(values, "audiences"),
    description: text(values, "description"),
  };
}

function attributesOf(objectId: string, credential: FederatedCredential): Values {
  return {
    id: credentialId(objectId, KIND, credential.id),
    application_id: `/applications/${objectId}`,
    credential_id: credential.id,
    display_name: credential.name,
    issuer: credential.issuer,
    subject: credential.subject,
    audiences: [...credential.audiences],
    description: credential.description ?? null,
  };
}
