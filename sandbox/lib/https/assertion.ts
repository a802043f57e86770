/** A client proves itself by a token: its own, signed by its certificate, or that of an issuer that its application trusts. */
import { constants, createHash, verify, X509Certificate } from "node:crypto";
import type { Application, Certificate, FederatedCredential } from "../cloud/directory-objects";
import type { Endpoints } from "./endpoints";
import { EntraError } from "./entra-error";
import { type Claims, type Jwt, parseJwt } from "./jwt";

/** @throws EntraError */
export function proveByAssertion(
  {
    certificates,
    federatedCredentials,
  }: Pick<Application, "certificates" | "federatedCredentials">,
  assertion: string,
  client: { readonly tenantId: string; readonly clientId: string },
  { endpoints, now }: { endpoints: Endpoints; now: Date },
): void {
  const jwt = parseJwt(assertion);
  if (jwt === undefined) {
    throw new EntraError("invalid_request", 50027, "JWT token is invalid or malformed.");
  }
  checkLifetime(jwt.claims);
  if (isId(jwt.claims.iss, client.clientId)) {
    checkClaims(jwt.claims, client, endpoints);
    checkSignature(
      certificates.filter(
        ({ startDate, endDate }) => new Date(startDate) <= now && now < new Date(endDate),
      ),
      jwt,
    );
  } else {
    checkFederation(federatedCredentials, jwt.claims);
  }
}

/** By the real time, since whoever made the assertion knows no other. */
function checkLifetime({ nbf, exp }: Claims): void {
  const now = Date.now() / 1000;
  if (typeof exp !== "number" || now >= exp || (typeof nbf === "number" && now + LEEWAY < nbf)) {
    throw refused(700024, "Client assertion is not within its valid time range.");
  }
}

/** https://learn.microsoft.com/entra/identity-platform/certificate-credentials */
function checkClaims(
  { sub, aud }: Claims,
  { clientId, tenantId }: { readonly tenantId: string; readonly clientId: string },
  endpoints: Endpoints,
): void {
  if (!isId(sub, clientId)) {
    throw refused(
      700021,
      "Client assertion application identifier doesn't match 'client_id' parameter.",
    );
  }
  if (!isId(aud, endpoints.tokenUrl(tenantId)) && !isId(aud, endpoints.issuer(tenantId))) {
    throw refused(700023, "Client assertion audience claim does not match Realm issuer.");
  }
}

function checkSignature(
  certificates: readonly Certificate[],
  { header, signed, signature }: Jwt,
): void {
  const certificate = certificates
    .map(({ value }) => new X509Certificate(value))
    .find(({ raw }) => isNamedBy(header, raw));
  if (certificate === undefined) {
    throw notRegistered("The key was not found.");
  }
  const { publicKey: key } = certificate;
  const padding = PADDINGS[String(header.alg)];
  const isSigned =
    padding !== undefined &&
    key.asymmetricKeyType === "rsa" &&
    verify("sha256", Buffer.from(signed), { key, ...padding }, signature);
  if (!isSigned) {
    throw notRegistered("The key was found, but use of the key to verify the signature failed.");
  }
}

/** By its thumbprint: SHA-1 in `x5t`, or in `kid` as the providers send it, SHA-256 in `x5t#S256`. */
function isNamedBy({ x5t, kid, "x5t#S256": sha256 }: Claims, der: Buffer): boolean {
  const isThumbprint = (text: unknown, algorithm: string): boolean =>
    typeof text === "string" &&
    text.replace(/=+$/, "") === createHash(algorithm).update(der).digest("base64url");
  return isThumbprint(x5t, "sha1") || isThumbprint(kid, "sha1") || isThumbprint(sha256, "sha256");
}

/**
 * The signature of a foreign issuer is not looked at, as its keys are in the network.
 * https://learn.microsoft.com/entra/workload-id/workload-identity-federation
 */
function checkFederation(
  credentials: readonly FederatedCredential[],
  { iss, sub, aud }: Claims,
): void {
  const ofIssuer = credentials.filter(({ issuer }) => issuer === iss);
  const ofSubject = ofIssuer.filter(({ subject }) => subject === sub);
  if (ofIssuer.length === 0) {
    throw notFederated(700211, "issuer", iss);
  }
  if (ofSubject.length === 0) {
    throw notFederated(700213, "subject", sub);
  }
  if (!ofSubject.some(({ audiences }) => audiences.some((audience) => audience === aud))) {
    throw notFederated(700212, "audience", aud);
  }
}

function refused(code: number, sentence: string): EntraError {
  return new EntraError(
    "invalid_client",
    code,
    `${sentence} Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials .`,
  );
}

function notRegistered(reason: string): EntraError {
  return refused(
    700027,
    `The certificate with identifier used to sign the client assertion is not registered on application. [Reason - ${reason}]`,
  );
}

function notFederated(code: number, what: string, value: unknown): EntraError {
  return new EntraError(
    "invalid_client",
    code,
    `No matching federated identity record found for presented assertion ${what} '${String(value)}'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation`,
  );
}

/** Of ids, and of URLs with ids, in any letter case. */
function isId(claim: unknown, id: string): boolean {
  return typeof claim === "string" && claim.toLowerCase() === id;
}

/** What a certificate may sign by. */
const PADDINGS: Readonly<Record<string, { padding: number; saltLength?: number }>> = {
  RS256: { padding: constants.RSA_PKCS1_PADDING },
  PS256: {
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
  },
};

/** Seconds by which clocks differ. */
const LEEWAY = 300;
