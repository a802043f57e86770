/** Judges the token of a request, as Microsoft Graph and Azure Resource Manager do. */
import type { Service } from "../cloud/api";
import { AzureError } from "../cloud/azure-error";
import type { Endpoints } from "./endpoints";
import type { Tokens } from "./tokens";

/** Whose token it is. */
export interface Bearer {
  readonly tenantId: string;
  readonly clientId: string;
  readonly objectId: string;
}

/** @throws AzureError with the status 401 */
export function bearerOf(
  authorization: string | undefined,
  service: Service,
  { tokens, endpoints, now }: { tokens: Tokens; endpoints: Endpoints; now: Date },
): Bearer {
  const refusals = REFUSALS[service];
  if (authorization === undefined) {
    throw refusals.missing();
  }
  const [, token = ""] = /^Bearer (\S+)$/i.exec(authorization) ?? [];
  const claims = tokens.claimsOf(token) as TokenClaims | undefined;
  if (claims === undefined) {
    throw refusals.malformed();
  }
  const { aud, exp, tid, appid, oid } = claims;
  if (!endpoints.audiences(service).includes(aud.replace(/\/$/, ""))) {
    throw refusals.forAnother(aud, endpoints.audiences(service));
  }
  const expiry = new Date(exp * 1000);
  if (now >= expiry) {
    throw refusals.expired(expiry, now);
  }
  return { tenantId: tid, clientId: appid, objectId: oid };
}

/** Of a token that was issued here. */
interface TokenClaims {
  readonly aud: string;
  readonly exp: number;
  readonly tid: string;
  readonly appid: string;
  readonly oid: string;
}

interface Refusals {
  missing: () => AzureError;
  malformed: () => AzureError;
  forAnother: (audience: string, allowed: readonly string[]) => AzureError;
  expired: (expiry: Date, now: Date) => AzureError;
}

/** Of Graph, the sentences are those that its users report. */
const REFUSALS: Readonly<Record<Service, Refusals>> = {
  graph: {
    missing: () => unauthorized("InvalidAuthenticationToken", "Access token is empty."),
    malformed: () =>
      unauthorized(
        "InvalidAuthenticationToken",
        "CompactToken parsing failed with error code: 80049217",
      ),
    forAnother: () =>
      unauthorized(
        "InvalidAuthenticationToken",
        "Access token validation failure. Invalid audience.",
      ),
    expired: () =>
      unauthorized(
        "InvalidAuthenticationToken",
        "Lifetime validation failed, the token is expired.",
      ),
  },
  management: {
    missing: () =>
      unauthorized(
        "AuthenticationFailed",
        "Authentication failed. The 'Authorization' header is missing.",
      ),
    malformed: () => unauthorized("InvalidAuthenticationToken", "The access token is invalid."),
    forAnother: (audience, allowed) =>
      unauthorized(
        "InvalidAuthenticationTokenAudience",
        `The access token has been obtained for wrong audience or resource '${audience}'. It should exactly match with one of the allowed audiences ${allowed.map((one) => `'${one}'`).join(",")}.`,
      ),
    expired: (expiry, now) =>
      unauthorized(
        "ExpiredAuthenticationToken",
        `The access token expiry UTC time '${inWords(expiry)}' is earlier than current UTC time '${inWords(now)}'.`,
      ),
  },
};

/** "1/31/2027 3:05:09 PM" */
function inWords(instant: Date): string {
  return instant
    .toLocaleString("en-US", { timeZone: "UTC" })
    .replace(",", "")
    .replace("\u202f", " ");
}

function unauthorized(code: string, text: string): AzureError {
  return new AzureError(401, code, text);
}
