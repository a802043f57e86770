import type { JsonObject } from "../cloud/api";
import { NotModelled } from "../not-modelled";
import { objectsIn, textIn } from "../provider/answers";
import { date, requiredText, text } from "../provider/arguments";
import { ProviderError } from "../provider/provider-error";
import type { ResourceType } from "../provider/resource-type";
import { oneOf, rfc3339, uuid } from "../provider/rules";
import type { Session } from "../provider/session";
import { waitFor, waitForDeletion } from "../provider/wait";
import type { Values } from "../schema/values";
import { credentialId, parseCredentialId } from "./credential-id";
import { alreadyExists, APPLICATION_ID, applicationCalled, graph } from "./graph";

/** azuread 3.7.0 and 3.9.0, internal/services/applications/application_certificate_resource.go: every argument is ForceNew. */
export const applicationCertificate: ResourceType = {
  type: "azuread_application_certificate",
  binding: "@cdktf/provider-azuread/lib/application-certificate",
  sensitive: ["value"],
  deprecated: ["end_date_relative"],
  arguments: {
    application_id: { forceNew: true, expected: APPLICATION_ID.rule },
    value: { forceNew: true },
    encoding: { forceNew: true, default: "pem", expected: oneOf("base64", "hex", "pem") },
    type: { forceNew: true, expected: oneOf("AsymmetricX509Cert", "Symmetric") },
    key_id: { forceNew: true, expected: uuid },
    start_date: { forceNew: true, expected: rfc3339 },
    end_date: { forceNew: true, expected: rfc3339 },
  },
  checkImportId: (id) => {
    parseCredentialId(id, "certificate");
  },

  create(session, planned, made) {
    if (planned.type !== "AsymmetricX509Cert") {
      throw new NotModelled("a certificate of another `type` than AsymmetricX509Cert");
    }
    const { applicationId: objectId } = APPLICATION_ID.parse(
      requiredText(planned, "application_id"),
    );
    const called = applicationCalled(objectId);
    const keyId = text(planned, "key_id") ?? session.newGuid();
    const id = credentialId(objectId, "certificate", keyId);
    const added = {
      keyId,
      type: requiredText(planned, "type"),
      usage: "Verify",
      key: keyIn(planned, called),
      startDateTime: date(planned, "start_date"),
      endDateTime: date(planned, "end_date"),
    };
    const others = certificatesOf(session, objectId);
    if (withKeyId(others, keyId) !== undefined) {
      throw alreadyExists("azuread_application_certificate", id);
    }
    graph(`Adding certificate for ${called}`, () => {
      setCertificates(session, objectId, [...others, added]);
    });
    graph(`Waiting for certificate credential for ${called}`, () => {
      waitFor(() => (find(session, objectId, keyId) === undefined ? "nothing" : "done"));
    });
    made({ id });
  },

  read(session, state) {
    const { objectId, keyId } = parseCredentialId(requiredText(state, "id"), "certificate");
    // Unlike a password, it is not dropped from the state when the application is gone.
    const found = withKeyId(certificatesOf(session, objectId), keyId);
    return (
      found && {
        application_id: `/applications/${objectId}`,
        key_id: keyId,
        type: textIn(found, "type"),
        start_date: textIn(found, "startDateTime"),
        end_date: textIn(found, "endDateTime"),
      }
    );
  },

  delete(session, state) {
    const { objectId, keyId } = parseCredentialId(requiredText(state, "id"), "certificate");
    const what = `certificate credential "${keyId}" from application with object ID "${objectId}"`;
    const certificates = certificatesOf(session, objectId);
    const removed = withKeyId(certificates, keyId);
    graph(`Removing ${what}`, () => {
      setCertificates(
        session,
        objectId,
        certificates.filter((certificate) => certificate !== removed),
      );
    });
    graph(`Waiting for deletion of ${what}`, () => {
      waitForDeletion(() => find(session, objectId, keyId) !== undefined);
    });
  },
};

function certificatesOf(session: Session, objectId: string): readonly JsonObject[] {
  return graph(`Retrieving ${applicationCalled(objectId)}`, () =>
    objectsIn(session.graph.get(`/v1.0/applications/${objectId}`), "keyCredentials"),
  );
}

/** All of them in one request: those that are there are named by what Graph answered, without their keys. */
function setCertificates(
  { graph: client }: Session,
  objectId: string,
  keyCredentials: readonly JsonObject[],
): void {
  client.patch({ path: `/v1.0/applications/${objectId}`, body: { id: objectId, keyCredentials } });
}

function find({ graph: client }: Session, objectId: string, keyId: string): JsonObject | undefined {
  return withKeyId(
    objectsIn(client.get(`/v1.0/applications/${objectId}`), "keyCredentials"),
    keyId,
  );
}

function withKeyId(certificates: readonly JsonObject[], keyId: string): JsonObject | undefined {
  return certificates.find(
    (certificate) => textIn(certificate, "keyId").toLowerCase() === keyId.toLowerCase(),
  );
}

/** What is sent as the key: PEM, encoded once more. */
function keyIn(planned: Values, called: string): string {
  const value = requiredText(planned, "value");
  const encoding = requiredText(planned, "encoding");
  if (encoding === "pem") {
    return Buffer.from(value).toString("base64");
  }
  const text = value.trim();
  const problem = encoding === "hex" ? problemOfHex(text) : problemOfBase64(text);
  if (problem !== undefined) {
    throw new ProviderError(`Generating certificate credentials for ${called}`, problem);
  }
  const der = Buffer.from(text, encoding === "hex" ? "hex" : "base64");
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  const pem = ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""];
  return Buffer.from(pem.join("\n")).toString("base64");
}

function problemOfHex(text: string): string | undefined {
  const [character] = /[^0-9a-f]/i.exec(text) ?? [];
  const codePoint = character?.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0");
  const problem =
    character === undefined
      ? text.length % 2 === 1 && "odd length hex string"
      : `invalid byte: U+${codePoint ?? ""} '${character}'`;
  return problem === false
    ? undefined
    : `failed to decode hexadecimal certificate data: encoding/hex: ${problem}`;
}

function problemOfBase64(text: string): string | undefined {
  const form = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
  return form.test(text.replace(/[\r\n]/g, ""))
    ? undefined
    : "failed to decode base64 certificate data";
}
