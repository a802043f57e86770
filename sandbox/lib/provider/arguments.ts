/** Typed readers of Terraform values. */
import { isDeepStrictEqual } from "node:util";
import { isObject, isZero, type Value, type Values } from "../schema/values";

/** Like SDKv2's GetOk: an empty string counts as not set. */
export function text(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A date to the second, as the providers send it, whatever fraction of one the program names. */
export function date(values: Values, name: string): string | undefined {
  return text(values, name)?.replace(/[.,]\d+/, "");
}

export function requiredText(values: Values, name: string): string {
  return text(values, name) ?? "";
}

export function texts(values: Values, name: string): string[] {
  const value = values[name];
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

export function flag(values: Values, name: string): boolean {
  return values[name] === true;
}

export function blocks(values: Values, name: string): Values[] {
  const value = values[name];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export function textMap(values: Values, name: string): Record<string, string> {
  const value = values[name];
  return isObject(value)
    ? Object.fromEntries(Object.keys(value).map((key) => [key, requiredText(value, key)]))
    : {};
}

/** Like SDKv2's HasChange, in which what is not set equals Go's zero value. The lists that it is asked about are sets. */
export function hasChange(planned: Values, prior: Values, name: string): boolean {
  const [before, after] = [prior[name], planned[name]].map(inOrder);
  return !(isZero(before) && isZero(after)) && !isDeepStrictEqual(before, after);
}

function inOrder(value: Value | undefined): Value {
  return Array.isArray(value) && value.every((item) => typeof item === "string")
    ? [...value].sort()
    : (value ?? null);
}
