/** ValidateFunc of the providers, as far as several arguments share it. */
import type { Value } from "../schema/values";

/** What a known value should have been, to follow `expected "<argument>" to be`; undefined when it is right. */
export type Rule = (value: Value) => string | undefined;

export const notEmpty: Rule = (value) => (value === "" ? "a non-empty string" : undefined);

export const uuid = matching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, "a valid UUID");

export const uuids: Rule = (value) => {
  const items = Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
  return items.map(uuid).find((expected) => expected !== undefined);
};

export const rfc3339 = matching(
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  "a valid RFC3339 date",
);

export function oneOf(...allowed: readonly string[]): Rule {
  return textRule((text) => allowed.includes(text), `one of ${JSON.stringify(allowed)}`);
}

export function length(least: number, most: number): Rule {
  return textRule(
    ({ length }) => length >= least && length <= most,
    `in the range (${least} - ${most})`,
  );
}

export function matching(form: RegExp, expected: string): Rule {
  return textRule((text) => form.test(text), expected);
}

/** For an argument of which only one value is modelled. */
export function only(modelled: boolean | string): Rule {
  return (value) =>
    value === modelled ? undefined : `${modelled}, the only value that the sandbox models`;
}

function textRule(holds: (text: string) => boolean, expected: string): Rule {
  return (value) =>
    typeof value === "string" && holds(value)
      ? undefined
      : `${expected}, got ${JSON.stringify(value)}`;
}
