import { AzureError } from "./azure-error";
import type { Application, FederatedCredential } from "./directory-objects";
import type { Environment } from "./environment";

type Request = Omit<FederatedCredential, "id">;

/** @throws AzureError 404 */
export function federatedCredential(application: Application, id: string): FederatedCredential {
  const found = application.federatedCredentials.find((credential) => credential.id === id);
  if (found === undefined) {
    throw new AzureError(404, "Request_ResourceNotFound", `Resource '${id}' does not exist.`);
  }
  return found;
}

export function addFederatedCredential(
  application: Application,
  request: Request,
  environment: Environment,
): FederatedCredential {
  const existing = application.federatedCredentials;
  if (existing.length >= MOST_PER_APPLICATION) {
    // The limit is documented, the code and the wording of its error are not.
    throw new AzureError(
      400,
      "InvalidFederatedIdentityCredentialValue",
      `An application can have at most ${MOST_PER_APPLICATION} federated identity credentials.`,
    );
  }
  if (existing.some(({ name }) => name === request.name)) {
    throw new AzureError(
      409,
      "Request_MultipleObjectsWithSameKeyValue",
      `FederatedIdentityCredential with name ${request.name} already exists.`,
    );
  }
  check(request, existing);
  const credential = { ...request, id: environment.newGuid() };
  existing.push(credential);
  return credential;
}

export function updateFederatedCredential(
  application: Application,
  id: string,
  request: Partial<Request>,
): FederatedCredential {
  const existing = application.federatedCredentials;
  const current = federatedCredential(application, id);
  const position = existing.indexOf(current);
  const updated = { ...current, ...request };
  if (updated.name !== current.name) {
    throw invalid("name", updated.name, "cannot be changed");
  }
  check(
    updated,
    existing.filter((credential) => credential !== current),
  );
  existing[position] = updated;
  return updated;
}

export function removeFederatedCredential(application: Application, id: string): void {
  const position = application.federatedCredentials.indexOf(federatedCredential(application, id));
  application.federatedCredentials.splice(position, 1);
}

/** Limits: entra-docs, federated-credential-configuration-considerations. */
function check(
  { name, issuer, subject, audiences, description = "" }: Request,
  others: readonly Request[],
): void {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{2,119}$/.test(name)) {
    throw invalid(
      "name",
      name,
      "must have 3 to 120 characters, letters, digits, '-' and '_', the first a letter or digit",
    );
  }
  for (const [field, value] of Object.entries({
    issuer,
    subject,
    audiences: audiences[0] ?? "",
    description,
  })) {
    if (value.length > 600) {
      throw invalid(field, value, "must not have more than 600 characters");
    }
  }
  if (others.some((other) => other.issuer === issuer && other.subject === subject)) {
    throw new AzureError(
      400,
      "InvalidFederatedIdentityCredentialValue",
      `The combination of issuer and subject must be unique for the application. Issuer ${issuer} and Subject: ${subject} already exist.`,
    );
  }
}

function invalid(field: string, value: string, rule: string): AzureError {
  return new AzureError(
    400,
    "InvalidFederatedIdentityCredentialValue",
    `The ${field} '${value}' ${rule}.`,
  );
}

const MOST_PER_APPLICATION = 20;
