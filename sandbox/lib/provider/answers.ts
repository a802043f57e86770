/** Typed readers of what an API answers: like the SDK's GetOrZero, null counts as not set. */
import type { Json, JsonObject } from "../cloud/api";

export function textIn(answer: JsonObject, name: string): string {
  const value = answer[name];
  return typeof value === "string" ? value : "";
}

export function flagIn(answer: JsonObject, name: string): boolean {
  return answer[name] === true;
}

export function textsIn(answer: JsonObject, name: string): string[] {
  return listIn(answer, name).filter((item) => typeof item === "string");
}

/** Undefined where it is null or not there. */
export function objectIn(answer: JsonObject, name: string): JsonObject | undefined {
  const value = answer[name];
  return value === null || value === undefined ? undefined : objectOf(value);
}

export function objectsIn(answer: JsonObject, name: string): JsonObject[] {
  return listIn(answer, name).map(objectOf);
}

function listIn(answer: JsonObject, name: string): readonly Json[] {
  const value = answer[name];
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

/** An answer, or a part of one, that is an object; an empty one stands for none. */
export function objectOf(json: Json | undefined): JsonObject {
  return typeof json === "object" && json !== null && !Array.isArray(json)
    ? (json as JsonObject)
    : {};
}
