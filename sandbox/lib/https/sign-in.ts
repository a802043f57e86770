/** Who signs in, and whether they prove it. */
import type { Cloud } from "../cloud/cloud";
import type { Application } from "../cloud/directory-objects";
import type { Caller } from "../seed";
import { proveByAssertion } from "./assertion";
import type { Endpoints } from "./endpoints";
import { EntraError } from "./entra-error";

/** Somebody who has signed in to a tenant. */
export interface Client {
  readonly tenantId: string;
  readonly clientId: string;
  /** In this tenant. */
  readonly objectId: string;
  readonly displayName?: string;
  readonly type: Caller["type"];
  /** What the client may do in Microsoft Graph. */
  readonly permission?: Caller["permission"];
  readonly provedBy: "secret" | "assertion";
}

/** What a client asks for with its credentials. */
export interface SignIn {
  readonly tenantId: string;
  /** In lower case. */
  readonly clientId: string;
  readonly secret: string | undefined;
  readonly assertion: string | undefined;
}

/**
 * The cloud's caller signs in by the secret that the sandbox has drawn, in every tenant, as a user too. An application
 * signs in by its own credentials, where it has a service principal.
 */
export function signIn(
  cloud: Cloud,
  callerSecret: string,
  endpoints: Endpoints,
  request: SignIn,
): Client {
  const { tenantId, clientId, secret, assertion } = request;
  const { environment } = cloud;
  const caller = [environment.callerIn(tenantId), ...environment.callersIn(tenantId)].find(
    (known) => known.clientId.toLowerCase() === clientId,
  );
  const client = caller ?? principalOf(cloud, request);
  const isCaller = caller !== undefined && assertion === undefined && secret === callerSecret;
  if (!isCaller) {
    prove(applicationOf(cloud, clientId), request, endpoints, environment.now());
  }
  return {
    ...client,
    tenantId,
    clientId,
    provedBy: assertion === undefined ? "secret" : "assertion",
  };
}

function principalOf(
  cloud: Cloud,
  { tenantId, clientId }: SignIn,
): Pick<Client, "objectId" | "displayName" | "type"> {
  const principal = cloud.directory(tenantId).servicePrincipalOf(clientId);
  if (principal === undefined) {
    throw new EntraError(
      "unauthorized_client",
      700016,
      `Application with identifier '${clientId}' was not found in the directory '${tenantId}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
    );
  }
  const { objectId, displayName, accountEnabled } = principal;
  if (!accountEnabled) {
    throw new EntraError(
      "unauthorized_client",
      7000112,
      `Application '${clientId}'(${displayName}) is disabled.`,
    );
  }
  return { objectId, displayName, type: "ServicePrincipal" };
}

type Credentials = Pick<Application, "passwords" | "certificates" | "federatedCredentials">;

/** Of the application, in whichever tenant it is at home. One that is not in the sandbox has its credentials elsewhere. */
function applicationOf(cloud: Cloud, clientId: string): Credentials {
  return (
    [...cloud.directories.values()]
      .map((directory) => directory.applicationOf(clientId))
      .find((application) => application !== undefined) ?? {
      passwords: [],
      certificates: [],
      federatedCredentials: [],
    }
  );
}

function prove(credentials: Credentials, request: SignIn, endpoints: Endpoints, now: Date): void {
  const { clientId, secret, assertion } = request;
  if (assertion !== undefined) {
    proveByAssertion(credentials, assertion, request, { endpoints, now });
  } else if (secret !== undefined) {
    proveBySecret(credentials, clientId, secret, now);
  } else {
    throw new EntraError(
      "invalid_client",
      7000216,
      "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.",
    );
  }
}

function proveBySecret(
  { passwords }: Credentials,
  clientId: string,
  secret: string,
  now: Date,
): void {
  const password = passwords.find(({ secretText }) => secretText === secret);
  if (password === undefined || now < new Date(password.startDate)) {
    throw new EntraError(
      "invalid_client",
      7000215,
      `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'.`,
    );
  }
  if (now >= new Date(password.endDate)) {
    throw new EntraError(
      "invalid_client",
      7000222,
      `The provided client secret keys for app '${clientId}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.`,
    );
  }
}
