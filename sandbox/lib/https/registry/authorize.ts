/** Whether a request to a registry is let through: https://distribution.github.io/distribution/spec/auth/token */
import type { Cloud } from "../../cloud/cloud";
import type { Registry } from "../../cloud/subscription";
import { RegistryError } from "../../registry/registry-error";
import { grantedOf } from "./grant";
import type { RegistryLogin } from "./login";
import { covers, detailOf, formatScope, type Scope } from "./scope";

/**
 * By a token and the scopes that it was issued with, or by a user name and a password and what is granted now.
 * @throws RegistryError with a challenge, NotModelled
 */
export function authorize(
  cloud: Cloud,
  login: RegistryLogin,
  registry: Registry,
  authorization: string | undefined,
  wanted: readonly Scope[],
): void {
  const [, token] = /^Bearer +(\S+)$/i.exec(authorization ?? "") ?? [];
  const granted = orNothing(() =>
    token === undefined
      ? grantedOf(cloud, registry, login.principalOf(registry, authorization), wanted)
      : (login.issued.claimsOf(registry, token, "access_token").access ?? []),
  );
  if (granted === undefined || !wanted.every((scope) => covers(granted, scope))) {
    const reason = granted === undefined ? "invalid_token" : "insufficient_scope";
    throw challenge(registry, wanted, token === undefined ? undefined : reason);
  }
}

/** Of who proves nothing. */
function orNothing<Granted>(granted: () => Granted): Granted | undefined {
  try {
    return granted();
  } catch (error) {
    if (error instanceof RegistryError) {
      return undefined;
    }
    throw error;
  }
}

function challenge(
  { loginServer }: Registry,
  wanted: readonly Scope[],
  error: string | undefined,
): RegistryError {
  const parts = [
    `realm="https://${loginServer}/oauth2/token"`,
    `service="${loginServer}"`,
    ...(wanted.length > 0 ? [`scope="${wanted.map(formatScope).join(" ")}"`] : []),
    ...(error === undefined ? [] : [`error="${error}"`]),
  ];
  return new RegistryError("UNAUTHORIZED", wanted.length > 0 ? detailOf(wanted) : undefined, {
    headers: { "WWW-Authenticate": `Bearer ${parts.join(",")}` },
  });
}
