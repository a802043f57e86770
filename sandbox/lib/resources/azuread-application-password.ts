import type { Password } from "../cloud/directory-objects";
import { addPassword, removePassword } from "../cloud/passwords";
import { requiredText, text } from "../provider/arguments";
import type { ResourceType } from "../provider/resource-type";
import { notEmpty, rfc3339 } from "../provider/rules";
import type { Values } from "../schema/values";
import {
  applicationResourceId,
  credentialId,
  graph,
  objectIdOf,
  partsOfCredentialId,
} from "./graph";

/** azuread 3.7.0, internal/services/applications/application_password_resource.go: no update and no import. */
export const applicationPassword: ResourceType = {
  type: "azuread_application_password",
  binding: "@cdktf/provider-azuread/lib/application-password",
  sensitive: ["value"],
  arguments: {
    application_id: { forceNew: true, expected: applicationResourceId },
    display_name: { forceNew: true },
    start_date: { forceNew: true, expected: rfc3339 },
    end_date: { forceNew: true, expected: rfc3339 },
    // Accepted and then forgotten: PasswordCredential() of internal/helpers/credentials does not read it [issue 1424].
    end_date_relative: { forceNew: true, expected: notEmpty },
    rotate_when_changed: { forceNew: true },
  },
  conflicting: ["end_date", "end_date_relative"],

  create(session, planned) {
    const { directory, cloud } = session;
    const objectId = objectIdOf(requiredText(planned, "application_id"));
    const request = {
      displayName: text(planned, "display_name"),
      startDate: text(planned, "start_date"),
      endDate: text(planned, "end_date"),
    };
    const password = graph(`Adding password for Application (Application: "${objectId}")`, () =>
      session.send("POST /applications/{id}/addPassword", () =>
        addPassword(
          directory.applicationToChange(objectId),
          request,
          cloud.environment,
          cloud.appManagementPolicy,
        ),
      ),
    );
    return { ...attributesOf(objectId, password), value: password.secretText };
  },

  read({ directory }, state) {
    const { objectId, keyId } = partsOfCredentialId(requiredText(state, "id"));
    const password = directory
      .getApplication(objectId)
      ?.passwords.find((candidate) => candidate.keyId === keyId);
    return password && attributesOf(objectId, password);
  },

  delete(session, state) {
    const { objectId, keyId } = partsOfCredentialId(requiredText(state, "id"));
    graph(
      `Removing password credential "${keyId}" from Application (Application: "${objectId}")`,
      () => {
        session.send("POST /applications/{id}/removePassword", () => {
          removePassword(session.directory.applicationToChange(objectId), keyId);
        });
      },
    );
  },
};

function attributesOf(objectId: string, password: Password): Values {
  return {
    id: credentialId(objectId, "password", password.keyId),
    application_id: `/applications/${objectId}`,
    key_id: password.keyId,
    display_name: password.displayName ?? "",
    start_date: password.startDate,
    end_date: password.endDate,
  };
}
