import type { JsonObject } from "../cloud/api";
import { objectsIn, textIn } from "../provider/answers";
import { date, requiredText, text } from "../provider/arguments";
import { ProviderError } from "../provider/provider-error";
import type { ResourceType } from "../provider/resource-type";
import { notEmpty, rfc3339 } from "../provider/rules";
import { waitFor, waitForDeletion } from "../provider/wait";
import { credentialId, parseCredentialId } from "./credential-id";
import { APPLICATION_ID, applicationCalled, graph } from "./graph";

/** azuread 3.7.0 and 3.9.0, internal/services/applications/application_password_resource.go: no update and no import. */
export const applicationPassword: ResourceType = {
  type: "azuread_application_password",
  binding: "@cdktf/provider-azuread/lib/application-password",
  sensitive: ["value"],
  deprecated: ["end_date_relative"],
  // internal/services/applications/migrations/application_password_resource.go
  stateUpgrades: [
    (state) => ({ ...state, id: requiredText(state, "id").replace("/", "/password/") }),
  ],
  arguments: {
    application_id: { forceNew: true, expected: APPLICATION_ID.rule },
    display_name: { forceNew: true },
    start_date: { forceNew: true, expected: rfc3339 },
    end_date: { forceNew: true, expected: rfc3339 },
    // Accepted and then forgotten: PasswordCredential() of internal/helpers/credentials does not read it [issue 1424].
    end_date_relative: {
      forceNew: true,
      expected: notEmpty,
      deprecated:
        "The `end_date_relative` property is deprecated and will be removed in a future version of the AzureAD provider. Please instead use the Terraform `timeadd()` function to calculate a value for the `end_date` property.",
    },
    rotate_when_changed: { forceNew: true },
  },
  conflicting: ["end_date", "end_date_relative"],

  create(session, planned, made) {
    const { applicationId: objectId } = APPLICATION_ID.parse(
      requiredText(planned, "application_id"),
    );
    const called = applicationCalled(objectId);
    const path = `/v1.0/applications/${objectId}`;
    const application = graph(`Retrieving ${called}`, () => session.graph.find(path));
    if (application === undefined) {
      throw new ProviderError(`${called} was not found`, "", "application_id");
    }
    const passwordCredential = {
      displayName: text(planned, "display_name"),
      startDateTime: date(planned, "start_date"),
      endDateTime: date(planned, "end_date"),
    };
    const added = graph(`Adding password for ${called}`, () =>
      session.graph.post({ path: `${path}/addPassword`, body: { passwordCredential } }),
    );
    const keyId = textIn(added, "keyId");
    graph(`Waiting for password credential for ${called}`, () => {
      waitFor(() => (find(session.graph.get(path), keyId) === undefined ? "nothing" : "done"));
    });
    made({ id: credentialId(objectId, "password", keyId), value: textIn(added, "secretText") });
  },

  read(session, state) {
    const { objectId, keyId } = parseCredentialId(requiredText(state, "id"), "password");
    const application = graph(`Retrieving ${applicationCalled(objectId)}`, () =>
      session.graph.find(`/v1.0/applications/${objectId}`),
    );
    const found = application && find(application, keyId);
    return (
      found && {
        application_id: `/applications/${objectId}`,
        display_name: textIn(found, "displayName"),
        key_id: keyId,
        start_date: textIn(found, "startDateTime"),
        end_date: textIn(found, "endDateTime"),
      }
    );
  },

  delete(session, state) {
    const { objectId, keyId } = parseCredentialId(requiredText(state, "id"), "password");
    const path = `/v1.0/applications/${objectId}`;
    const what = `password credential "${keyId}" from ${applicationCalled(objectId)}`;
    graph(`Removing ${what}`, () =>
      session.graph.post({ path: `${path}/removePassword`, body: { keyId } }),
    );
    graph(`Waiting for deletion of ${what}`, () => {
      waitForDeletion(() => find(session.graph.get(path), keyId) !== undefined);
    });
  },
};

function find(application: JsonObject, keyId: string): JsonObject | undefined {
  return objectsIn(application, "passwordCredentials").find(
    (password) => textIn(password, "keyId").toLowerCase() === keyId.toLowerCase(),
  );
}
