import { Token } from "cdktf";

const MAX_LENGTH = 80;
/** What tells two ids apart stands at their ends. */
const HALF = MAX_LENGTH / 2;

/**
 * A value as messages show it: quoted, on one line, with nothing in it that a terminal or a log would
 * obey, and not at all where it may be a secret. Whatever comes from outside goes into a message through
 * this.
 */
export function shown(value: unknown): string {
  if (Token.isUnresolved(value)) {
    return "a token";
  }
  switch (typeof value) {
    case "string":
      return mayBeSecret(value)
        ? `a text of ${value.length} characters, which may be a secret and is not shown,`
        : `"${inert(shortened(value))}"`;
    case "object":
      if (value === null) {
        return "null";
      }
      return Array.isArray(value) ? "a list" : "a map";
    case "function":
      return "a function";
    default:
      return inert(String(value));
  }
}

/** The text without line breaks, control characters and changes of direction, which are written as in \u001b. */
export function inert(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );
}

function shortened(text: string): string {
  return text.length > MAX_LENGTH ? `${text.slice(0, HALF)}…${text.slice(1 - HALF)}` : text;
}

// Marks of keys in PEM, PGP, SSH2, PuTTY, XML and JWK.
const KEY_MATERIAL =
  /-----BEGIN|---- BEGIN|PuTTY-User-Key-File|PRIVATE[ -]KEY|<RSAKeyValue|"(?:d|k)"\s*:|"kty"/i;
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;
const TERRAFORM_ADDRESS = /\b(?:azuread|azurerm|terraform|time)_[a-z_]+\.[\w-]+/g;

// People write words; what is drawn at random mixes capitals, small letters and digits, or has dozens of
// characters in one piece.
function mayBeSecret(text: string): boolean {
  return (
    KEY_MATERIAL.test(text) ||
    text
      .replace(UUID, " ")
      .replace(TERRAFORM_ADDRESS, " ")
      .split(/[\s/:;,"'<>()[\]{}]+/)
      .some(
        (word) =>
          (word.length >= 24 && [/[a-z]/, /[A-Z]/, /\d/].every((kind) => kind.test(word))) ||
          (/[A-Za-z0-9+=_]{40}/.test(word) && /\d/.test(word)),
      )
  );
}
