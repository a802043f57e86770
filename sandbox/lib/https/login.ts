/** Entra's token endpoint: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow */
import { randomUUID } from "node:crypto";
import type { JsonObject } from "../cloud/api";
import type { Cloud } from "../cloud/cloud";
import { NotModelled } from "../not-modelled";
import type { Audience, Endpoints } from "./endpoints";
import { EntraError } from "./entra-error";
import { type Client, signIn } from "./sign-in";
import type { Tokens } from "./tokens";

export class Login {
  constructor(
    private readonly cloud: () => Cloud,
    private readonly callerSecret: string,
    private readonly endpoints: Endpoints,
    private readonly tokens: Tokens,
  ) {}

  /**
   * Answers what was posted to the token endpoint of a tenant.
   * @throws NotModelled, EntraError
   */
  answer(tenantId: string, form: URLSearchParams): JsonObject {
    const grant = required(form, "grant_type");
    if (grant !== "client_credentials") {
      throw new NotModelled(`a login by the grant type "${grant}"`);
    }
    const clientId = required(form, "client_id").toLowerCase();
    const resource = this.resourceOf(required(form, "scope"));
    const client = signIn(this.cloud(), this.callerSecret, this.endpoints, {
      tenantId,
      clientId,
      secret: form.get("client_secret") ?? undefined,
      assertion: form.get("client_assertion") ?? undefined,
    });
    return {
      token_type: "Bearer",
      expires_in: LIFETIME,
      ext_expires_in: LIFETIME,
      access_token: this.tokens.issue(this.claimsOf(client, resource)),
    };
  }

  /** The form in which Entra refuses a login. */
  refusal({ error, code, message }: EntraError): JsonObject {
    const timestamp = `${this.cloud().environment.now().toISOString().slice(0, 19).replace("T", " ")}Z`;
    const [trace, correlation] = [randomUUID(), randomUUID()];
    return {
      error,
      error_description: `${message} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`,
      error_codes: [code],
      timestamp,
      trace_id: trace,
      correlation_id: correlation,
      error_uri: `${this.endpoints.login}/error?code=${code}`,
    };
  }

  private resourceOf(scope: string): Resource {
    const [, uri] = /^(\S+)\/\.default$/.exec(scope) ?? [];
    if (uri === undefined) {
      throw new EntraError(
        "invalid_scope",
        1002012,
        `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
      );
    }
    const service = (["graph", "management", "registry"] as const).find((one) =>
      this.endpoints.audiences(one).includes(uri.replace(/\/$/, "")),
    );
    if (service === undefined) {
      throw new NotModelled(`a login for ${uri}`);
    }
    return { uri, service };
  }

  /** https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference */
  private claimsOf(client: Client, { uri, service }: Resource): JsonObject {
    const { tenantId, clientId, objectId, displayName, type, permission, provedBy } = client;
    const now = Math.floor(this.cloud().environment.now().getTime() / 1000);
    const issuer = `https://sts.windows.net/${tenantId}/`;
    return {
      aud: uri,
      iss: issuer,
      iat: now,
      nbf: now,
      exp: now + LIFETIME,
      appid: clientId,
      appidacr: provedBy === "secret" ? "1" : "2",
      app_displayname: displayName,
      idp: issuer,
      idtyp: type === "User" ? "user" : "app",
      oid: objectId,
      roles: service === "graph" && permission !== undefined ? [permission] : undefined,
      sub: objectId,
      tid: tenantId,
      ver: "1.0",
    };
  }
}

/** What a token is asked for. */
interface Resource {
  readonly uri: string;
  readonly service: Audience;
}

function required(form: URLSearchParams, parameter: string): string {
  const value = form.get(parameter) ?? "";
  if (value === "") {
    throw new EntraError(
      "invalid_request",
      900144,
      `The request body must contain the following parameter: '${parameter}'.`,
    );
  }
  return value;
}

/** Entra's seconds of a token. */
const LIFETIME = 3599;
