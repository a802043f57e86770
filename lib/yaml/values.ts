import { Path } from "./mistake";

/** Whether a value is a map. */
export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at the end of a path; undefined where there is none. */
export function valueAt(value: unknown, ...[step, ...rest]: Path): unknown {
  if (step === undefined) {
    return value;
  }
  const isThere = typeof value === "object" && value !== null && Object.hasOwn(value, step);
  return isThere ? valueAt((value as Record<string | number, unknown>)[step], ...rest) : undefined;
}

/** The text at the end of a path; undefined where there is none, or an empty one. */
export function textAt(value: unknown, ...path: Path): string | undefined {
  const text = valueAt(value, ...path);
  return typeof text === "string" && text !== "" ? text : undefined;
}

/** What a map or a list has at the end of a path that are maps themselves, each with its own path. */
export function mapsAt(value: unknown, ...path: Path): [Path, Record<string, unknown>][] {
  const collection = valueAt(value, ...path);
  const entries: [string | number, unknown][] = Array.isArray(collection)
    ? [...collection.entries()]
    : Object.entries(isMap(collection) ? collection : {});
  return entries.flatMap(([step, entry]): [Path, Record<string, unknown>][] =>
    isMap(entry) ? [[[...path, step], entry]] : [],
  );
}
