import type { JsonObject } from "../cloud/api";
import { textIn, textsIn } from "../provider/answers";
import { requiredText, texts } from "../provider/arguments";
import type { ResourceType } from "../provider/resource-type";
import { length, notEmpty } from "../provider/rules";
import { waitFor, waitForDeletion } from "../provider/wait";
import type { Values } from "../schema/values";
import { credentialId, parseCredentialId } from "./credential-id";
import { APPLICATION_ID, applicationCalled, graph } from "./graph";

const KIND = "federatedIdentityCredential";

/** azuread 3.7.0 and 3.9.0, internal/services/applications/application_federated_identity_credential_resource.go */
export const applicationFederatedIdentityCredential: ResourceType = {
  type: "azuread_application_federated_identity_credential",
  binding: "@cdktf/provider-azuread/lib/application-federated-identity-credential",
  arguments: {
    application_id: { forceNew: true, expected: APPLICATION_ID.rule },
    display_name: { forceNew: true, expected: length(1, 120) },
    audiences: { maxItems: 1, eachExpected: notEmpty },
    issuer: {},
    subject: {},
    description: {},
  },
  checkImportId: (id) => {
    parseCredentialId(id, KIND);
  },

  create(session, planned, made) {
    const { applicationId: objectId } = APPLICATION_ID.parse(
      requiredText(planned, "application_id"),
    );
    const called = applicationCalled(objectId);
    const path = `/v1.0/applications/${objectId}`;
    graph(
      (problem) => `retrieving ${called}: ${problem}`,
      () => session.graph.get(path),
    );
    const added = graph(`Adding federated identity credential for ${called}`, () =>
      session.graph.post({
        path: `${path}/federatedIdentityCredentials`,
        body: propertiesOf(planned),
      }),
    );
    const keyId = textIn(added, "id");
    graph(`Waiting for ${credentialCalled(objectId, keyId)}`, () => {
      const credentialPath = pathOf(objectId, keyId);
      waitFor(() => (session.graph.find(credentialPath) === undefined ? "nothing" : "done"));
    });
    made({ id: credentialId(objectId, KIND, keyId) });
  },

  read(session, state) {
    const { objectId, keyId } = parseCredentialId(requiredText(state, "id"), KIND);
    const found = graph(
      `Retrieving federated identity credential with ID "${keyId}" for application with object ID "${objectId}"`,
      () => session.graph.find(pathOf(objectId, keyId)),
    );
    return (
      found && {
        application_id: `/applications/${objectId}`,
        credential_id: keyId,
        display_name: textIn(found, "name"),
        issuer: textIn(found, "issuer"),
        subject: textIn(found, "subject"),
        audiences: textsIn(found, "audiences"),
        description: textIn(found, "description"),
      }
    );
  },

  update(session, planned) {
    const { objectId, keyId } = parseCredentialId(requiredText(planned, "id"), KIND);
    graph(
      `Updating federated identity credential with ID "${keyId}" for application with object ID "${objectId}"`,
      () =>
        session.graph.patch({
          path: pathOf(objectId, keyId),
          body: { id: keyId, ...propertiesOf(planned) },
        }),
    );
  },

  delete(session, state) {
    const { objectId, keyId } = parseCredentialId(requiredText(state, "id"), KIND);
    const path = pathOf(objectId, keyId);
    const called = credentialCalled(objectId, keyId);
    graph(`Removing ${called}`, () => {
      session.graph.delete({ path });
    });
    graph(`Waiting for deletion of ${called}`, () => {
      waitForDeletion(() => session.graph.find(path) !== undefined);
    });
  },
};

function pathOf(objectId: string, keyId: string): string {
  return `/v1.0/applications/${objectId}/federatedIdentityCredentials/${keyId}`;
}

function credentialCalled(objectId: string, keyId: string): string {
  return `Application Id Federated Identity Credential (Application: "${objectId}"\nFederated Identity Credential: "${keyId}")`;
}

/** The name can't change, and is said all the same. */
function propertiesOf(planned: Values): JsonObject {
  return {
    name: requiredText(planned, "display_name"),
    issuer: requiredText(planned, "issuer"),
    subject: requiredText(planned, "subject"),
    audiences: texts(planned, "audiences"),
    description: requiredText(planned, "description"),
  };
}
