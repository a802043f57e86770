import { Token } from "cdktf";
import { inert } from "./inert";
import { privateKeyForm } from "./private-key";

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
    case "number":
    case "boolean":
    case "undefined":
      return String(value);
    default:
      return `a ${typeof value}`;
  }
}

/** A key as messages write it in a path: a plain word as it is, anything else as a value. */
export function shownKey(key: string): string {
  const value = shown(key);
  return value === `"${key}"` && /^[\w-]+$/.test(key) ? key : value;
}

function shortened(text: string): string {
  const characters = Array.from(text);
  return characters.length > MAX_LENGTH
    ? [...characters.slice(0, HALF), "…", ...characters.slice(1 - HALF)].join("")
    : text;
}

/** Nobody writes a longer text on purpose, and nobody reads it in a message. */
const MAX_WRITTEN = 2000;
const KEY_WORDS = /-----BEGIN|---- BEGIN|PRIVATE[ -]KEY|KeyValue>|"kty"/i;
/** As OpenSSL and ssh-keygen print bytes. */
const BYTES = /(?:\b[0-9a-f]{2}[:\s]\s*){10}/i;
/** Drawn at random too, but known to everybody: UUIDs, and the hashes in addresses that cdktf makes. */
const PUBLIC =
  /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b(?:azuread|azurerm|github|gitlab|kubernetes|terraform|tfe|time|vault)_[a-z_]+\.[\w-]+/gi;

function mayBeSecret(text: string): boolean {
  return (
    text.length > MAX_WRITTEN ||
    KEY_WORDS.test(text) ||
    BYTES.test(text) ||
    isBinary(text) ||
    privateKeyForm(text) !== undefined ||
    text
      .replace(PUBLIC, " ")
      .split(/[^\w+/=~.-]+/)
      .some(hasRandomPart)
  );
}

function isBinary(text: string): boolean {
  return (text.match(/(?![\t\r\n])[\x00-\x1f\x7f-\x9f\ufffd]/g)?.length ?? 0) > 3;
}

const WINDOW = 20;
const KINDS = [/[a-z]/, /[A-Z]/, /\d/];
const CHANGES = /[a-z](?=[A-Z\d])|[A-Z](?=\d)|\d(?=[A-Za-z])/g;

// What is drawn at random changes between small letters, capitals and digits at every other character;
// what people write changes where a word begins.
function hasRandomPart(run: string): boolean {
  for (let start = 0; start + WINDOW <= run.length; start++) {
    const part = run.slice(start, start + WINDOW);
    const kinds = KINDS.filter((kind) => kind.test(part)).length;
    const changes = part.match(CHANGES)?.length ?? 0;
    if (changes >= (kinds === KINDS.length ? 4 : 6)) {
      return true;
    }
  }
  return /[A-Za-z0-9+=_]{40}/.test(run) && /\d/.test(run);
}
