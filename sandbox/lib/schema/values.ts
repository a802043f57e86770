import { isDeepStrictEqual } from "node:util";
import type { Block, CtyType } from "./schema";

/** A value of Terraform's type system, with `UNKNOWN` for what is only known after apply. */
export type Value = null | boolean | number | string | Unknown | Value[] | Values;

export interface Values {
  [attribute: string]: Value;
}

export class Unknown {
  /** Nominal: no other object passes as the unknown value. */
  private readonly brand = "known after apply";

  toString(): string {
    return `(${this.brand})`;
  }
}

export const UNKNOWN = new Unknown();

export function isObject(value: Value | undefined): value is Values {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Unknown)
  );
}

/** Terraform's objects are closed: every attribute and block of the schema is present, null or empty when not set. */
export function conform(block: Block, values: Values): Values {
  const attributes = Object.keys(block.attributes).map((name): [string, Value] => [
    name,
    values[name] ?? null,
  ]);
  const blocks = Object.entries(block.blocks).map(([name, nested]): [string, Value] => {
    const value = values[name] ?? null;
    if (nested.nesting === "SINGLE") {
      return [name, isObject(value) ? conform(nested.block, value) : null];
    }
    const items = Array.isArray(value) ? value : [];
    return [name, items.map((item) => (isObject(item) ? conform(nested.block, item) : item))];
  });
  return Object.fromEntries([...attributes, ...blocks]);
}

/** Whether two values of an attribute are equal for Terraform, to which the order in a set means nothing. */
export function sameValue(type: CtyType, left: Value, right: Value): boolean {
  if (Array.isArray(type) && type[0] === "set" && Array.isArray(left) && Array.isArray(right)) {
    return isDeepStrictEqual(canonicalSet(left), canonicalSet(right));
  }
  return isDeepStrictEqual(left, right);
}

/** Whether two sets of blocks are equal for SDKv2, to which what is not set is no value of its own. */
export function sameBlocks(left: readonly Value[], right: Value): boolean {
  return (
    Array.isArray(right) &&
    isDeepStrictEqual(canonicalSet(left.map(withoutZeros)), canonicalSet(right.map(withoutZeros)))
  );
}

function withoutZeros(value: Value): Value {
  return isObject(value)
    ? Object.fromEntries(
        Object.entries(value)
          .filter(([, inner]) => !isZero(inner))
          .map(([name, inner]): [string, Value] => [name, withoutZeros(inner)]),
      )
    : value;
}

function canonicalSet(items: Value[]): string[] {
  return items
    .map((item) => (item instanceof Unknown ? String(item) : JSON.stringify(item)))
    .sort();
}

export function isWhollyKnown(value: Value): boolean {
  return typeof value !== "object" || value === null
    ? true
    : !(value instanceof Unknown) && Object.values(value).every(isWhollyKnown);
}

/** Whether SDKv2 takes a value for one that is not set: null, false, 0, an empty text or collection. */
export function isZero(value: Value | undefined): boolean {
  return typeof value === "object" && value !== null
    ? !(value instanceof Unknown) && Object.keys(value).length === 0
    : !value;
}
