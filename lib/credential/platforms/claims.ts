import { Token } from "cdktf";
import { literal } from "../../core/kinds";
import { Problem } from "../../core/problem";
import { shown } from "../../core/shown";

/** What Entra compares, letter by letter, to recognise a token. */
export interface TokenClaims {
  /** The `iss` claim: an https URL. */
  readonly issuer: string;
  /** The `sub` claim. */
  readonly subject: string;
}

const MAX_CLAIM = 600;

/**
 * Entra's rules for each of issuer, subject and audience; undefined and tokens pass.
 * Source: Microsoft Entra, "Important considerations and restrictions for federated identity
 * credentials".
 */
export function claimProblems(key: string, value: string | undefined): Problem[] {
  if (value === undefined || Token.isUnresolved(value)) {
    return [];
  }
  if (value.trim() === "" || value.length > MAX_CLAIM) {
    return [{ key, message: `has ${value.length} characters; give 1 to ${MAX_CLAIM}` }];
  }
  if (value.trim() !== value) {
    return [
      { key, message: `${shown(value)} begins or ends with white space, which Entra keeps; trim` },
    ];
  }
  return /[*?]/.test(value)
    ? [
        {
          key,
          message: `${shown(value)} has a wildcard; Entra compares letter by letter, name one`,
        },
      ]
    : [];
}

/** The rules of an issuer: Entra fetches its keys, and only by https. */
export function issuerProblems(issuer: string | undefined): Problem[] {
  return issuer === undefined || Token.isUnresolved(issuer) || issuer.startsWith("https://")
    ? claimProblems("issuer", issuer)
    : [{ key: "issuer", message: `${shown(issuer)} must begin with https://` }];
}

/** The rules of an issuer that is the address of an installation. */
export function instanceProblems(issuer: string | undefined): Problem[] {
  return issuer?.endsWith("/") === true
    ? [
        {
          key: "issuer",
          message: `${shown(issuer)} ends with a slash, which is not sent; remove it`,
        },
      ]
    : issuerProblems(issuer);
}

/** A name that a subject is composed of: it must be known to be checked. */
export const claimName = literal(
  "give literal text, or the finished claims by FederatedIdentity.of",
);

/** Refuses all but exactly one of the keys by which a platform narrows `whole` down. */
export function narrowingProblems<K extends string>(
  platform: string,
  whole: string,
  props: Partial<Record<K, unknown>>,
  keys: readonly K[],
): Problem[] {
  const given = keys.filter((key) => props[key] !== undefined && props[key] !== false);
  const choice = `${keys.slice(0, -1).join(", ")} and ${keys.at(-1) ?? ""}`;
  return given.length === 1
    ? []
    : [
        {
          key: given[1] ?? whole,
          message: `${given.length === 0 ? "none" : given.join(" and ")} of ${choice} is given; ${platform} sends one of them in a token, give exactly one`,
        },
      ];
}

// What git-check-ref-format(1) rules out in a name; a wildcard has a message of its own.
const NO_REF = /[\x00-\x20\x7f~^:[\\]|\.\.|@\{|\/\/|^[/.]|[/.]$|\.lock$|\/\./;

/** The rules for the name of a branch or a tag. */
export function refProblems(key: string, name: string | undefined): Problem[] {
  if (name?.startsWith("refs/") === true) {
    return [{ key, message: `${shown(name)} must be the short name, without refs/…/` }];
  }
  const problems = claimProblems(key, name);
  return problems.length === 0 && name !== undefined && NO_REF.test(name)
    ? [{ key, message: `${shown(name)} is a name that git allows no ${key}; write it as git does` }]
    : problems;
}
