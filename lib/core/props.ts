import { types } from "node:util";
import { Token } from "cdktf";
import { didYouMean } from "./did-you-mean";
import { Problem, problemsIn } from "./problem";
import { shown, shownKey } from "./shown";

// tsc is not always there: plain JavaScript and tsx run without it, and what is typed as any passes
// it. So what the types of the public interfaces promise is looked at again when the program runs.

/** What a caller gave, as far as it is of the right type. */
export class Reading<T> {
  private readonly wrong: string[];

  public constructor(
    /** In it, something harmless stands for what is wrong: the rules go on, and nothing is written. */
    public readonly value: T,
    public readonly problems: Problem[] = [],
    /** Whether what was given is wrong as a whole, and not by a property. */
    wholly = false,
  ) {
    this.wrong = wholly ? [""] : problems.map(({ key }) => key);
  }

  /** All that is wrong: rules have nothing to say of what is not even of the right type. */
  public with(ofRules: Problem[]): Problem[] {
    return [...this.problems, ...ofRules.filter(({ key }) => !this.isWrong(key))];
  }

  /** Whether what stands at the key, or around it, is not of the right type. */
  public isWrong(key: string): boolean {
    return this.wrong.some(
      (wrong) =>
        wrong === "" || (key.startsWith(wrong) && /^(?:[.[]|$)/.test(key.slice(wrong.length))),
    );
  }

  /** With an argument that stands beside the properties, as one of them. */
  public and<K extends string, V>(
    key: K,
    kind: Kind<V>,
    argument: unknown,
  ): Reading<T & Record<K, V>> {
    const { value, problems } = kind.read(key, argument);
    const both = { ...this.value, [key]: value } as T & Record<K, V>;
    return new Reading(both, [...this.problems, ...problems], this.wrong.includes(""));
  }
}

/** A kind of values. */
export interface Kind<T> {
  /** Reads what stands at a key: once, so that it can't change between a rule and its use. */
  readonly read: (key: string, value: unknown) => Reading<T>;
}

/** A kind that a property need not have. */
export interface Optional<T> extends Kind<T | undefined> {
  readonly optional: true;
}

/** The kinds of all properties of an interface: the compiler finds one that is forgotten or misjudged. */
export type Shape<T> = {
  readonly [K in keyof T]-?: undefined extends T[K] ? Optional<NonNullable<T[K]>> : Kind<T[K]>;
};

/** A property that may be left out, or be undefined. */
export function optional<T>(kind: Kind<T>): Optional<T> {
  return {
    optional: true,
    read: (key, value) => (value === undefined ? new Reading(undefined) : kind.read(key, value)),
  };
}

/** A property that may be left out, but not by accident: a value that happens to be undefined is wrong. */
export function deliberate<T>(kind: Kind<T>, whenUndefined: string): Optional<T> {
  return {
    optional: true,
    read: (key, value) =>
      value === undefined
        ? new Reading(kind.read(key, value).value, [{ key, message: whenUndefined }])
        : kind.read(key, value),
  };
}

/**
 * Reads the properties that a caller gives.
 *
 * @param name what the call calls them: `props`, `options`, `attributes`
 */
export function readProps<T extends object>(
  shape: Shape<T>,
  name: string,
  given: unknown = {},
): Reading<T> {
  return isMapOf(shape, given) ? readMap(shape, given, "") : noMap(shape, name, given, true);
}

/** Reads some of the properties that a caller gives: others are read elsewhere. */
export function readPart<T extends object>(
  shape: Shape<T>,
  name: string,
  given: unknown = {},
): Reading<T> {
  return isMapOf(shape, given) ? readKnown(shape, given, "") : noMap(shape, name, given, true);
}

/** Properties within a property. */
export function map<T extends object>(shape: Shape<T>): Kind<T> {
  return {
    read: (key, value) => {
      if (!isMapOf(shape, value)) {
        return noMap(shape, key, value);
      }
      const { value: copy, problems } = readMap(shape, value, `${key}.`);
      return new Reading(copy, [...problemsIn(key, value), ...problems]);
    },
  };
}

/** An object, such as a construct, that has these properties among others. */
export function having<T extends object>(shape: Shape<T>): Kind<T> {
  return {
    read: (key, value) =>
      isMapOf(shape, value) ? readKnown(shape, value, `${key}.`) : noMap(shape, key, value),
  };
}

/** The message about a value that is not what is expected. */
export function notOf(value: unknown, expected: string, fix = `give ${expected}`): string {
  return value === undefined ? `is missing; ${fix}` : `${shown(value)} is not ${expected}; ${fix}`;
}

function isMap(value: unknown): value is object {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    // Every text has a method anchor, among others.
    !types.isBoxedPrimitive(value) &&
    !Token.isUnresolved(value)
  );
}

// A Map, a Promise and the like have properties of no interest: nothing of what they hold would be read.
function isMapOf(shape: object, value: unknown): value is object {
  if (!isMap(value)) {
    return false;
  }
  const prototype = Object.getPrototypeOf(value) as object | null;
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  return isPlain || Object.keys(shape).some((key) => key in value);
}

function noMap<T extends object>(
  shape: Shape<T>,
  key: string,
  value: unknown,
  wholly = false,
): Reading<T> {
  const fix = `write { ${Object.keys(shape)[0] ?? ""}: … }`;
  const message = isMap(value)
    ? `is an object with none of the properties that are known here; ${fix}`
    : notOf(value, "a map", fix);
  return new Reading(readMap(shape, {}, "").value, [{ key, message }], wholly);
}

function readMap<T extends object>(shape: Shape<T>, given: object, prefix: string): Reading<T> {
  const known = Object.keys(shape);
  const strange = keysOf(given)
    .filter((key) => !known.includes(key))
    .map((key) => ({ key: `${prefix}${shownKey(key)}`, message: unknown(key, known) }));
  const { value, problems } = readKnown(shape, given, prefix);
  return new Reading(value, [...strange, ...problems]);
}

// With those of an object that it was made from. The methods and getters of a class are not among them.
function keysOf(given: object): string[] {
  const keys: string[] = [];
  for (const key in given) {
    keys.push(key);
  }
  return keys;
}

// A class may compute its properties: those that are known are asked for, wherever they come from.
function readKnown<T extends object>(shape: Shape<T>, given: object, prefix: string): Reading<T> {
  const copy: Record<string, unknown> = {};
  const problems: Problem[] = [];
  for (const [key, kind] of Object.entries<Kind<unknown> | Optional<unknown>>(shape)) {
    const isThere = key in given;
    if (isThere || !("optional" in kind)) {
      const reading = kind.read(
        `${prefix}${key}`,
        isThere ? (given as Record<string, unknown>)[key] : undefined,
      );
      problems.push(...reading.problems);
      if (reading.value !== undefined) {
        copy[key] = reading.value;
      }
    }
  }
  return new Reading(copy as T, problems);
}

function unknown(key: string, known: string[]): string {
  return `is not known here${didYouMean(key, known) || `; what is known is ${known.join(", ")}`}`;
}
