/** Typed readers of Terraform values. */
import { isObject, type Values } from "../schema/values";

/** Like SDKv2's GetOk: an empty string counts as not set. */
export function text(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === "string" && value !== "" ? value : undefined;
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

export function textMap(values: Values, name: string): Record<string, string> {
  const value = values[name];
  return isObject(value)
    ? Object.fromEntries(Object.keys(value).map((key) => [key, requiredText(value, key)]))
    : {};
}
