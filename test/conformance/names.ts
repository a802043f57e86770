import { BUILT_IN_ROLES } from "../../lib/role/roles";
import { isObject, Json } from "./json";

const GUID = /(?<![0-9a-f])[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}(?![0-9a-f])/gi;
const SECRET = /sandbox~\._-[0-9a-f]{29}/g;

// What a seed or a program names is the same in each run.
const MADE_UP = /^[0-9a-f]{8}-0000-4000-8000-[0-9a-f]{12}$/i;
const ROLES = new Set(BUILT_IN_ROLES.map(({ definitionId }) => definitionId));

/**
 * Gives names to what is drawn in a run, ids and secrets, so that it can be compared with another run. A name is the
 * place where its bearer is met first, so what is alike in both runs has one name in both.
 */
export class Names {
  private readonly names = new Map<string, string>();
  private readonly bearers = new Map<string, number>();

  /** A value with names in place of what is drawn, its lists in an order that does not hang on that. */
  public at(place: string, value: Json): Json {
    return replaced(
      value,
      place,
      (drawn, where) => this.names.get(drawn) ?? this.name(drawn, where),
    );
  }

  /** The same without new names: for what comes in no order of its own. */
  public known(value: Json): Json {
    return replaced(value, "", (drawn) => this.names.get(drawn) ?? "‹another›");
  }

  private name(drawn: string, place: string): string {
    const bearers = (this.bearers.get(place) ?? 0) + 1;
    const name = `‹${place}${bearers === 1 ? "" : ` ${bearers}`}›`;
    this.bearers.set(place, bearers);
    this.names.set(drawn, name);
    return name;
  }
}

type NameOf = (drawn: string, place: string) => string;

function replaced(value: Json, place: string, nameOf: NameOf): Json {
  if (typeof value === "string") {
    return replacedIn(value, place, nameOf);
  }
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value)
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([key, each]) => [
          replacedIn(key, place, nameOf),
          replaced(each, `${place}.${key}`, nameOf),
        ]),
    );
  }
  return Array.isArray(value)
    ? inOrder((value as Json[]).map((each) => replaced(each, place, nameOf)))
    : value;
}

function replacedIn(text: string, place: string, nameOf: NameOf): string {
  return text
    .replaceAll(GUID, (guid) => guidReplaced(guid, place, nameOf))
    .replaceAll(SECRET, (secret) => nameOf(secret, place));
}

function guidReplaced(guid: string, place: string, nameOf: NameOf): string {
  if (MADE_UP.test(guid) || ROLES.has(guid)) {
    return guid;
  }
  const lowerCase = guid.toLowerCase();
  const name = nameOf(withDashes(lowerCase), place);
  // How it is written is not drawn.
  const capitals = guid === lowerCase ? "" : " in capitals";
  return `${name}${capitals}${guid.includes("-") ? "" : " without dashes"}`;
}

function withDashes(guid: string): string {
  return guid.replaceAll("-", "").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function inOrder(list: readonly Json[]): Json[] {
  const text = (value: Json): string => JSON.stringify(value);
  return [...list].sort((one, other) => (text(one) < text(other) ? -1 : 1));
}
