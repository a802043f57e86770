/** What Azure only stores of an object, for the ones who ask. */
import type { Json, JsonObject } from "./api";

/**
 * What a request changes of an object: its settings are those that have a default; what else it gives is looked at by
 * rules. A setting that is an object changes as far as it is given.
 */
export function changesOf<Changeable extends { settings?: JsonObject }>(
  given: JsonObject,
  defaults: JsonObject,
  prior: JsonObject = {},
): Partial<Changeable> {
  const entries = Object.entries(given);
  const isSetting = (name: string): boolean => Object.hasOwn(defaults, name);
  const settings = Object.fromEntries(entries.filter(([name]) => isSetting(name)));
  const others = entries.filter(([name]) => !isSetting(name));
  return {
    ...Object.fromEntries(others),
    settings: merged(prior, settings),
  } as Partial<Changeable>;
}

/** An object changes as far as it is given, and so do the objects in it. */
export function merged(prior: JsonObject, change: JsonObject = {}): JsonObject {
  const changed = Object.entries(change).map(([name, value]) => {
    const before = prior[name];
    return [name, isObject(value) && isObject(before) ? merged(before, value) : value];
  });
  return { ...prior, ...(Object.fromEntries(changed) as JsonObject) };
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
