/** Who signs in, and whether they prove it. */
import { constants, createHash, verify, X509Certificate } from "node:crypto";
import type { Cloud } from "../cloud/cloud";
import type { Application } from "../cloud/directory-objects";
import type { Caller } from "../seed";
import type { Endpoints } from "./endpoints";
import { EntraError } from "./entra-error";
import { type Claims, type Jwt, parseJwt } from "./jwt";

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
  const { tenantId, secret, assertion } = request;
  const clientId = request.clientId.toLowerCase();
  const caller = cloud.environment
    .callersIn(tenantId)
    .find((known) => known.clientId.toLowerCase() === clientId);
  const client = caller ?? principalOf(cloud, { ...request, clientId });
  const hasCallerSecret = assertion === undefined && secret === callerSecret;
  if (caller === undefined || !hasCallerSecret) {
    prove(
      applicationOf(cloud, clientId),
      { ...request, clientId },
      endpoints,
      cloud.environment.now(),
    );
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
    proveByAssertion(credentials, parseAssertion(assertion), request, endpoints, now);
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

function parseAssertion(assertion: string): Jwt {
  const jwt = parseJwt(assertion);
  if (jwt === undefined) {
    throw new EntraError("invalid_request", 50027, "JWT token is invalid or malformed.");
  }
  return jwt;
}

function proveByAssertion(
  credentials: Credentials,
  jwt: Jwt,
  request: SignIn,
  endpoints: Endpoints,
  now: Date,
): void {
  checkLifetime(jwt.claims);
  if (jwt.claims.iss === request.clientId) {
    proveByCertificate(credentials, jwt, request, endpoints, now);
  } else {
    proveByFederation(credentials, jwt.claims);
  }
}

/** By the real time, since whoever made the assertion knows no other. */
function checkLifetime({ nbf, exp }: Claims): void {
  const now = Date.now() / 1000;
  if (typeof exp !== "number" || now >= exp || (typeof nbf === "number" && now + LEEWAY < nbf)) {
    throw new EntraError(
      "invalid_client",
      700024,
      `Client assertion is not within its valid time range. Review the documentation at ${CERTIFICATES_PAGE} .`,
    );
  }
}

/** https://learn.microsoft.com/entra/identity-platform/certificate-credentials */
function proveByCertificate(
  { certificates }: Credentials,
  { header, claims, signed, signature }: Jwt,
  { clientId, tenantId }: SignIn,
  endpoints: Endpoints,
  now: Date,
): void {
  if (claims.sub !== clientId) {
    throw new EntraError(
      "invalid_client",
      700021,
      `Client assertion application identifier doesn't match 'client_id' parameter. Review the documentation at ${CERTIFICATES_PAGE} .`,
    );
  }
  if (claims.aud !== endpoints.tokenUrl(tenantId) && claims.aud !== endpoints.issuer(tenantId)) {
    throw new EntraError(
      "invalid_client",
      700023,
      `Client assertion audience claim does not match Realm issuer. Review the documentation at ${CERTIFICATES_PAGE} .`,
    );
  }
  const certificate = certificates.find(
    ({ value, startDate, endDate }) =>
      isNamedBy(header, value) && new Date(startDate) <= now && now < new Date(endDate),
  );
  const padding = PADDINGS[String(header.alg)];
  const isSigned =
    certificate !== undefined &&
    padding !== undefined &&
    verify(
      "sha256",
      Buffer.from(signed),
      { key: new X509Certificate(certificate.value).publicKey, ...padding },
      signature,
    );
  if (!isSigned) {
    const reason =
      certificate === undefined
        ? "The key was not found."
        : "The key was found, but use of the key to verify the signature failed.";
    throw new EntraError(
      "invalid_client",
      700027,
      `The certificate with identifier used to sign the client assertion is not registered on application. [Reason - ${reason}]`,
    );
  }
}

/** By its thumbprint: SHA-1 in `x5t`, or in `kid` as the providers send it, SHA-256 in `x5t#S256`. */
function isNamedBy({ x5t, kid, "x5t#S256": sha256 }: Claims, der: Buffer): boolean {
  const thumbprint = (algorithm: string): string =>
    createHash(algorithm).update(der).digest("base64url");
  const unpadded = (text: unknown): string => String(text).replace(/=+$/, "");
  return (
    [x5t, kid].map(unpadded).includes(thumbprint("sha1")) ||
    unpadded(sha256) === thumbprint("sha256")
  );
}

/**
 * The signature of a foreign issuer is not looked at, as its keys are in the network.
 * https://learn.microsoft.com/entra/workload-id/workload-identity-federation
 */
function proveByFederation({ federatedCredentials }: Credentials, { iss, sub, aud }: Claims): void {
  const ofIssuer = federatedCredentials.filter(({ issuer }) => issuer === iss);
  const ofSubject = ofIssuer.filter(({ subject }) => subject === sub);
  const mismatch = (code: number, what: string, value: unknown): EntraError =>
    new EntraError(
      "invalid_client",
      code,
      `No matching federated identity record found for presented assertion ${what} '${String(value)}'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation`,
    );
  if (ofIssuer.length === 0) {
    throw mismatch(700211, "issuer", iss);
  }
  if (ofSubject.length === 0) {
    throw mismatch(700213, "subject", sub);
  }
  if (!ofSubject.some(({ audiences }) => audiences.some((audience) => audience === aud))) {
    throw mismatch(700212, "audience", aud);
  }
}

/** What a certificate's assertion may be signed by. */
const PADDINGS: Readonly<Record<string, { padding: number; saltLength?: number }>> = {
  RS256: { padding: constants.RSA_PKCS1_PADDING },
  PS256: {
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
  },
};

const CERTIFICATES_PAGE =
  "https://learn.microsoft.com/entra/identity-platform/certificate-credentials";

/** Clocks differ. */
const LEEWAY = 300;
