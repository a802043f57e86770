/** The tokens of a registry: claims and lifetimes are those of github.com/Azure/acr, docs/AAD-OAuth.md. */
import { randomUUID } from "node:crypto";
import type { JsonObject } from "../../cloud/api";
import type { Cloud } from "../../cloud/cloud";
import type { Registry } from "../../cloud/subscription";
import { RegistryError } from "../../registry/registry-error";
import type { Tokens } from "../tokens";
import type { Scope } from "./scope";

export class RegistryTokens {
  constructor(
    private readonly cloud: () => Cloud,
    private readonly tokens: Tokens,
  ) {}

  /** @param principal an object id */
  issue(
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

  private get seconds(): number {
    return this.cloud().environment.now().getTime() / 1000;
  }
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

const ISSUER = "Azure Container Registry";

/** In seconds. Three hours: container-registry-authentication.md. */
const LIFETIMES = { access_token: 4500, refresh_token: 3 * 60 * 60 };
