/**
 * The token endpoints of a registry: github.com/Azure/acr, docs/AAD-OAuth.md and docs/Token-BasicAuth.md, of which also
 * the claims and the lifetime of an access token are.
 */
import { randomUUID } from "node:crypto";
import type { Json, JsonObject } from "../../cloud/api";
import type { Cloud } from "../../cloud/cloud";
import type { Registry } from "../../cloud/subscription";
import { NotModelled } from "../../not-modelled";
import { RegistryError } from "../../registry/registry-error";
import type { Endpoints } from "../endpoints";
import { EntraError } from "../entra-error";
import { signIn } from "../sign-in";
import type { Tokens } from "../tokens";
import { grantedOf } from "./grant";
import { parseScopes, type Scope } from "./scope";

export class RegistryLogin {
  constructor(
    private readonly cloud: () => Cloud,
    private readonly callerSecret: string,
    private readonly endpoints: Endpoints,
    private readonly tokens: Tokens,
  ) {}

  /**
   * GET /oauth2/token
   * @throws RegistryError, NotModelled
   */
  byBasic(registry: Registry, query: URLSearchParams, authorization: string | undefined): Json {
    return this.accessToken(registry, query, this.principalOf(registry, authorization));
  }

  /**
   * POST /oauth2/token
   * @throws RegistryError, NotModelled
   */
  byForm(registry: Registry, form: URLSearchParams): Json {
    const grant = required(form, "grant_type");
    switch (grant) {
      case "password":
        return this.accessToken(
          registry,
          form,
          this.prove(registry, required(form, "username"), required(form, "password")),
        );
      case "refresh_token":
        return this.accessToken(
          registry,
          form,
          this.claimsOf(registry, required(form, "refresh_token"), grant).sub,
        );
      default:
        throw new NotModelled(`a login to a registry by the grant type "${grant}"`);
    }
  }

  /**
   * POST /oauth2/exchange
   * @throws RegistryError, NotModelled
   */
  exchange(registry: Registry, form: URLSearchParams): Json {
    const grant = required(form, "grant_type");
    if (grant !== "access_token") {
      throw new NotModelled(`an exchange by the grant type "${grant}"`);
    }
    checkService(registry, form);
    const { aud, exp, tid, oid } = (this.tokens.claimsOf(required(form, "access_token")) ??
      {}) as Partial<EntraClaims>;
    const tenants = [tid, form.get("tenant") ?? tid].map((tenant) => tenant?.toLowerCase());
    const audiences = [
      ...this.endpoints.audiences("registry"),
      ...(isArmPolicyEnabled(registry) ? this.endpoints.audiences("management") : []),
    ];
    const isGood =
      oid !== undefined &&
      tenants.every((tenant) => tenant === this.cloud().seed.tenantId) &&
      audiences.includes(aud?.replace(/\/$/, "") ?? "") &&
      this.seconds < (exp ?? 0);
    if (!isGood) {
      throw new RegistryError("UNAUTHORIZED");
    }
    return { refresh_token: this.issue(registry, "refresh_token", oid, {}) };
  }

  /**
   * Who sends a user name and a password, by object id.
   * @throws RegistryError
   */
  principalOf(registry: Registry, authorization: string | undefined): string {
    const [, basic] = /^Basic +([\w+/=-]+)$/i.exec(authorization ?? "") ?? [];
    if (basic === undefined) {
      throw new RegistryError("UNAUTHORIZED");
    }
    const [, user = "", password = ""] =
      /^([^:]*):(.*)$/s.exec(Buffer.from(basic, "base64").toString()) ?? [];
    return this.prove(registry, user, password);
  }

  /**
   * The claims of a token of this registry that has not expired.
   * @throws RegistryError
   */
  claimsOf(registry: Registry, token: string, grant: RegistryClaims["grant_type"]): RegistryClaims {
    const claims = this.tokens.claimsOf(token) as Partial<RegistryClaims> | undefined;
    const isGood =
      claims?.iss === ISSUER &&
      claims.aud === registry.loginServer &&
      claims.grant_type === grant &&
      this.seconds < (claims.exp ?? 0);
    if (!isGood) {
      throw new RegistryError("UNAUTHORIZED");
    }
    return claims as RegistryClaims;
  }

  private prove(registry: Registry, user: string, password: string): string {
    if (user === NOBODY) {
      if (this.tokens.claimsOf(password)?.grant_type === "access_token") {
        throw new NotModelled("a login to a registry by one of its access tokens");
      }
      return this.claimsOf(registry, password, "refresh_token").sub;
    }
    if (!GUID.test(user)) {
      throw unauthorized("aad access token with sp failed client id must be guid");
    }
    try {
      return signIn(this.cloud(), this.callerSecret, this.endpoints, {
        tenantId: this.cloud().seed.tenantId,
        clientId: user.toLowerCase(),
        secret: password,
        assertion: undefined,
      }).objectId;
    } catch (error) {
      throw error instanceof EntraError ? unauthorized(REFUSALS[error.code]) : error;
    }
  }

  private accessToken(registry: Registry, form: URLSearchParams, principal: string): JsonObject {
    checkService(registry, form);
    const wanted = parseScopes(form.getAll("scope"));
    const granted = grantedOf(this.cloud(), registry, principal, wanted);
    if (wanted.length > 0 && granted.length === 0) {
      throw new RegistryError("UNAUTHORIZED", detailOf(wanted));
    }
    const access = granted.map(({ type, name, actions }) => ({ type, name, actions }));
    return { access_token: this.issue(registry, "access_token", principal, { access }) };
  }

  private issue(
    { loginServer }: Registry,
    grant: RegistryClaims["grant_type"],
    principal: string,
    claims: JsonObject,
  ): string {
    const now = Math.floor(this.seconds);
    return this.tokens.issue({
      jti: randomUUID(),
      sub: principal,
      nbf: now,
      exp: now + LIFETIMES[grant],
      iat: now,
      iss: ISSUER,
      aud: loginServer,
      version: "1.0",
      grant_type: grant,
      ...claims,
      roles: [],
    });
  }

  private get seconds(): number {
    return this.cloud().environment.now().getTime() / 1000;
  }
}

/** What an error tells of scopes. */
export function detailOf(scopes: readonly Scope[]): Json {
  return scopes.flatMap(({ type, name, actions }) =>
    actions.map((action) => ({ Type: type, Name: name, Action: action })),
  );
}

/** Of a token of a registry. */
export interface RegistryClaims {
  readonly iss: string;
  readonly aud: string;
  readonly exp: number;
  /** An object id. */
  readonly sub: string;
  readonly grant_type: keyof typeof LIFETIMES;
  readonly access?: readonly Scope[];
}

/** Of a token of Entra. */
interface EntraClaims {
  readonly aud: string;
  readonly exp: number;
  readonly tid: string;
  readonly oid: string;
}

function checkService({ loginServer }: Registry, form: URLSearchParams): void {
  const service = required(form, "service");
  if (service !== loginServer) {
    throw badRequest(`the service "${service}" is not that of ${loginServer}`);
  }
}

function required(form: URLSearchParams, parameter: string): string {
  const value = form.get(parameter) ?? "";
  if (value === "") {
    throw badRequest(`the parameter "${parameter}" is missing`);
  }
  return value;
}

/** Tokens for Azure Resource Manager are taken unless the registry's policy says otherwise. */
function isArmPolicyEnabled({ settings }: Registry): boolean {
  const policies = settings?.policies as JsonObject | undefined;
  const policy = policies?.azureADAuthenticationAsArmPolicy as JsonObject | undefined;
  return policy?.status !== "disabled";
}

function badRequest(message: string): RegistryError {
  return new RegistryError("UNSUPPORTED", undefined, { status: 400, message });
}

function unauthorized(message: string | undefined): RegistryError {
  return new RegistryError("UNAUTHORIZED", undefined, message === undefined ? {} : { message });
}

/** What a registry says for Entra's codes, as its users report it. */
const REFUSALS: Readonly<Record<number, string>> = {
  7000215: "Invalid clientid or client secret.",
  7000222: "Invalid clientid or client secret.",
  700016: "Application not registered with AAD.",
};

/** The user name of who has a refresh token for a password. */
const NOBODY = "00000000-0000-0000-0000-000000000000";

const GUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

const ISSUER = "Azure Container Registry";

/** In seconds. Three hours: container-registry-authentication.md. */
const LIFETIMES = { access_token: 4500, refresh_token: 3 * 60 * 60 };
