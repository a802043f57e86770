import { addCertificate, removeCertificate } from "../cloud/certificates";
import type { Certificate } from "../cloud/directory-objects";
import { NotModelled } from "../not-modelled";
import { requiredText, text } from "../provider/arguments";
import { ProviderError } from "../provider/provider-error";
import type { ResourceType } from "../provider/resource-type";
import { notEmpty, oneOf, rfc3339, uuid } from "../provider/rules";
import type { Values } from "../schema/values";
import {
  alreadyExists,
  applicationResourceId,
  credentialId,
  credentialIdForm,
  graph,
  objectIdOf,
  partsOfCredentialId,
} from "./graph";

/** azuread 3.7.0, internal/services/applications/application_certificate_resource.go: every argument is ForceNew. */
export const applicationCertificate: ResourceType = {
  type: "azuread_application_certificate",
  binding: "@cdktf/provider-azuread/lib/application-certificate",
  sensitive: ["value"],
  arguments: {
    application_id: { forceNew: true, expected: applicationResourceId },
    value: { forceNew: true, expected: notEmpty },
    encoding: { forceNew: true, default: "pem", expected: oneOf("base64", "hex", "pem") },
    type: { forceNew: true, expected: oneOf("AsymmetricX509Cert", "Symmetric") },
    key_id: { forceNew: true, expected: uuid },
    start_date: { forceNew: true, expected: rfc3339 },
    end_date: { forceNew: true, expected: rfc3339 },
  },
  importId: credentialIdForm("certificate"),

  create(session, planned) {
    const { directory, cloud } = session;
    if (planned.type !== "AsymmetricX509Cert") {
      throw new NotModelled("a certificate of another `type` than AsymmetricX509Cert");
    }
    const objectId = objectIdOf(requiredText(planned, "application_id"));
    const keyId = text(planned, "key_id") ?? cloud.environment.newGuid();
    if (directory.getApplication(objectId)?.certificates.some((other) => other.keyId === keyId)) {
      const id = credentialId(objectId, "certificate", keyId);
      throw alreadyExists("azuread_application_certificate", id);
    }
    const request = {
      keyId,
      startDate: text(planned, "start_date"),
      endDate: text(planned, "end_date"),
      certificate: decoded(requiredText(planned, "value"), requiredText(planned, "encoding")),
    };
    const added = graph(`Adding certificate for Application (Application: "${objectId}")`, () =>
      session.send("PATCH /applications/{id}", () =>
        addCertificate(directory.applicationToChange(objectId), request, cloud.environment),
      ),
    );
    return attributesOf(objectId, added);
  },

  read({ directory }, state) {
    const { objectId, keyId } = partsOfCredentialId(requiredText(state, "id"));
    const application = directory.getApplication(objectId);
    if (application === undefined) {
      // Unlike a password, it is not dropped from the state when the application is gone.
      throw new ProviderError(
        `Retrieving Application (Application: "${objectId}")`,
        "unexpected status 404 (404 Not Found)",
      );
    }
    const found = application.certificates.find((certificate) => certificate.keyId === keyId);
    return found && attributesOf(objectId, found);
  },

  delete(session, state) {
    const { objectId, keyId } = partsOfCredentialId(requiredText(state, "id"));
    graph(
      `Removing certificate credential "${keyId}" from Application (Application: "${objectId}")`,
      () => {
        session.send("PATCH /applications/{id}", () => {
          removeCertificate(session.directory.applicationToChange(objectId), keyId);
        });
      },
    );
  },
};

function decoded(value: string, encoding: string): Buffer {
  return encoding === "pem"
    ? Buffer.from(value)
    : Buffer.from(value, encoding === "hex" ? "hex" : "base64");
}

function attributesOf(objectId: string, certificate: Certificate): Values {
  return {
    id: credentialId(objectId, "certificate", certificate.keyId),
    application_id: `/applications/${objectId}`,
    key_id: certificate.keyId,
    start_date: certificate.startDate,
    end_date: certificate.endDate,
  };
}
