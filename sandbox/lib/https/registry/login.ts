/** The token endpoints of a registry: github.com/Azure/acr, docs/AAD-OAuth.md and docs/Token-BasicAuth.md. */
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
import { RegistryTokens } from "./registry-tokens";
import { detailOf, parseScopes } from "./scope";

export class RegistryLogin {
  readonly issued: RegistryTokens;

  constructor(
    private readonly cloud: () => Cloud,
    private readonly callerSecret: string,
    private readonly endpoints: Endpoints,
    private readonly tokens: Tokens,
  ) {
    this.issued = new RegistryTokens(cloud, tokens);
  }

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
          this.issued.claimsOf(registry, required(form, "refresh_token"), grant).sub,
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
      this.cloud().environment.now().getTime() < (exp ?? 0) * 1000;
    if (!isGood) {
      throw new RegistryError("UNAUTHORIZED");
    }
    return { refresh_token: this.issued.issue(registry, "refresh_token", oid, {}) };
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

  private prove(registry: Registry, user: string, password: string): string {
    if (user === NOBODY) {
      if (this.tokens.claimsOf(password)?.grant_type === "access_token") {
        throw new NotModelled("a login to a registry by one of its access tokens");
      }
      return this.issued.claimsOf(registry, password, "refresh_token").sub;
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
    return { access_token: this.issued.issue(registry, "access_token", principal, { access }) };
  }
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
