import * as fc from "fast-check";
import { Kind, Property } from "../support/public-calls";

/** What stands where something else belongs; none of it may be rendered. */
export const MARKS = /fuzzed|90125/;

/** Arguments that are wrong, and the keys at which they are. */
export interface Mistakes {
  readonly value: unknown;
  readonly keys: string[];
}

const anything = fc.oneof(
  fc.constantFrom<unknown>(
    "fuzzed",
    90125,
    true,
    null,
    undefined,
    ["fuzzed"],
    [90125],
    { fuzzed: "fuzzed" },
    () => "fuzzed",
    new Map([["fuzzed", "fuzzed"]]),
    Promise.resolve("fuzzed"),
  ),
  fc.anything({
    key: fc.constantFrom("fuzzed", "resolve", "node", "__proto__"),
    values: [fc.constant("fuzzed"), fc.constant(90125), fc.boolean(), fc.constant(null)],
    withBigInt: true,
    withBoxedValues: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
  }),
);

/** Of these a construct is given, with whatever else it has. */
const OF_CONSTRUCTS = [
  "ApplicationReference",
  "KeyVaultCertificateData",
  "UserAssignedIdentityData",
];

/** Left out, these limit nothing: they must not happen to be undefined. */
const LIMITS = ["repositories", "accountEnabled"];

const UNKNOWN = ["fuzzed", "fuzzedToo", "__proto__", "constructor", "toString"];

/** Mistakes in an argument, in place of one that is right. */
export function mistakesInArgument(parameter: Property, right: unknown): fc.Arbitrary<Mistakes> {
  const { name, kind, isRest } = parameter;
  return kind.is === "props" && !OF_CONSTRUCTS.includes(kind.name)
    ? // Of no properties at all it is told which ones are missing.
      fc.oneof(wholly({ ...parameter, isOptional: true }, name), within(kind, right, ""))
    : wholly(parameter, isRest ? `${name}[0]` : name);
}

function mistakesAt(property: Property, right: unknown, key: string): fc.Arbitrary<Mistakes> {
  switch (property.kind.is) {
    case "texts":
      return fc.oneof(wholly(property, key), inTexts(key));
    case "textMap":
      return fc.oneof(wholly(property, key), inTextMap(key));
    case "props":
      return fc.oneof(wholly(property, key), within(property.kind, right, `${key}.`));
    default:
      return wholly(property, key);
  }
}

function wholly({ name, kind, isOptional }: Property, key: string): fc.Arbitrary<Mistakes> {
  const mayBeUndefined = isOptional && !LIMITS.includes(name);
  return anything
    .filter((value) => (value === undefined ? !mayBeUndefined : !mayBe(kind, value)))
    .map((value) => ({ value, keys: [key] }));
}

function inTexts(key: string): fc.Arbitrary<Mistakes> {
  return anything
    .filter((item) => typeof item !== "string")
    .map((item) => ({ value: [item], keys: [`${key}[0]`] }));
}

function inTextMap(key: string): fc.Arbitrary<Mistakes> {
  return anything
    .filter((item) => typeof item !== "string")
    .map((item) => ({ value: { team: item }, keys: [`${key}.team`] }));
}

function within(
  { name, properties }: Extract<Kind, { is: "props" }>,
  right: unknown,
  prefix: string,
): fc.Arbitrary<Mistakes> {
  const rights = (right ?? {}) as Record<string, unknown>;
  const mistakes = properties.map((property) => {
    const rightOne = rights[property.name];
    const wrong = mistakesAt(property, rightOne, `${prefix}${property.name}`);
    const isNeeded = !property.isOptional && rightOne === undefined;
    return (isNeeded ? wrong : fc.option(wrong, { nil: undefined, freq: 2 })).map(
      (made) => [property.name, made] as const,
    );
  });
  const unknown = fc.subarray(OF_CONSTRUCTS.includes(name) ? [] : UNKNOWN);
  return fc
    .tuple(fc.tuple(...mistakes), unknown)
    .map(([made, more]) => {
      const wrong = made.flatMap(([key, one]) => (one ? [[key, one] as const] : []));
      const values = wrong.map(([key, { value }]) => [key, value] as const);
      return {
        value: Object.fromEntries([
          ...Object.entries(rights),
          ...values,
          ...more.map((key) => [key, "fuzzed"] as const),
        ]),
        keys: [...wrong.flatMap(([, { keys }]) => keys), ...more.map((key) => `${prefix}${key}`)],
      };
    })
    .filter(({ keys }) => keys.length > 0);
}

function mayBe(kind: Kind, value: unknown): boolean {
  switch (kind.is) {
    case "text":
      return typeof value === "string";
    case "number":
      return typeof value === "number";
    case "flag":
      return typeof value === "boolean";
    case "texts":
      return Array.isArray(value);
    case "textMap":
    case "props":
      return isPlain(value);
    case "object":
      return kind.name === "Array" && Array.isArray(value);
    case "enum":
      return false;
  }
}

function isPlain(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    [null, Object.prototype].includes(Object.getPrototypeOf(value) as null)
  );
}
