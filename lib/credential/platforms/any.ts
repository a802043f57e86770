import { text } from "../../core/kinds";
import { Problem } from "../../core/problem";
import { optional, Shape } from "../../core/props";
import { claimProblems, issuerProblems, TokenClaims } from "./claims";

/** A token that any OpenID Connect issuer signs; each claim may be a token of Terraform's. */
export interface TokenIdentity extends TokenClaims {
  /**
   * The `aud` claim.
   * @default - what Entra advises in the cloud of the azuread provider
   */
  readonly audience?: string;
}

export const TOKEN_IDENTITY: Shape<TokenIdentity> = {
  issuer: text,
  subject: text,
  audience: optional(text),
};

/** The rules of a token of any issuer. */
export function tokenProblems({ issuer, subject, audience }: TokenIdentity): Problem[] {
  return [
    ...issuerProblems(issuer),
    ...claimProblems("subject", subject),
    ...claimProblems("audience", audience),
  ];
}
