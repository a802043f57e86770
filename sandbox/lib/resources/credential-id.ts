import { ProviderError } from "../provider/provider-error";

/** How azuread calls the kinds of credentials in ids and in messages: internal/services/applications/parse/credentials.go. */
const KINDS = {
  certificate: "Certificate",
  federatedIdentityCredential: "Federated Identity Credential",
  password: "Password",
} as const;

type Kind = keyof typeof KINDS;

/** `<object id of the application>/<kind>/<key id>` */
export function credentialId(objectId: string, kind: Kind, keyId: string): string {
  return `${objectId}/${kind}/${keyId}`;
}

export function parseCredentialId(id: string, kind: Kind): { objectId: string; keyId: string } {
  const parts = id.split("/");
  const [objectId = "", type = "", keyId = ""] = parts;
  const problem =
    parts.length !== 3
      ? `Object Resource ID should be in the format {objectId}/{type}/{subId} - but got ${JSON.stringify(id)}`
      : (problemOfGuid("Object ID", objectId) ??
        problemOfType(type, kind) ??
        problemOfGuid("Object Sub Resource ID", keyId));
  if (problem !== undefined) {
    throw new ProviderError(`unable to parse ${KINDS[kind]} ID: ${problem}`);
  }
  return { objectId, keyId };
}

function problemOfGuid(what: string, text: string): string | undefined {
  if (GUID.test(text)) {
    return undefined;
  }
  const problem =
    text.length === 36 ? "uuid is improperly formatted" : "uuid string is wrong length";
  return `${what} isn't a valid UUID (${JSON.stringify(text)}): ${problem}`;
}

function problemOfType(type: string, kind: Kind): string | undefined {
  const place = "Type in {objectID}/{type}/{subID}";
  if (type === "") {
    return `${place} should not be empty`;
  }
  return type === kind ? undefined : `${place} was expected to be ${kind}, got ${type}`;
}

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
