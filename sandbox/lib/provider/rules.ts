/** ValidateFunc of the providers: terraform-plugin-sdk, helper/validation, with its sentences. */
import type { Value } from "../schema/values";
import { findDateProblem } from "./go-time";

/** What is wrong with a known value of an argument, in the sentences of the provider. */
export type Rule = (value: Value, name: string) => readonly string[];

export const notEmpty = textRule((text, name) =>
  text === "" ? `expected "${name}" to not be an empty string, got ` : undefined,
);

export const uuid = textRule((text, name) =>
  UUID.test(text) ? undefined : `expected "${name}" to be a valid UUID, got ${text}`,
);

export const rfc3339 = textRule((text, name) => {
  const problem = findDateProblem(text);
  return (
    problem &&
    `expected "${name}" to be a valid RFC3339 date, got ${JSON.stringify(text)}: ${problem}`
  );
});

export function oneOf(...allowed: readonly string[]): Rule {
  const list = allowed.map((text) => JSON.stringify(text)).join(" ");
  return textRule((text, name) =>
    allowed.includes(text) ? undefined : `expected ${name} to be one of [${list}], got ${text}`,
  );
}

/** In bytes, as Go counts. */
export function length(least: number, most: number): Rule {
  return textRule((text, name) => {
    const bytes = Buffer.byteLength(text);
    return bytes >= least && bytes <= most
      ? undefined
      : `expected length of ${name} to be in the range (${least} - ${most}), got ${text}`;
  });
}

export const atLeastOne = numberRule((number, name) =>
  number >= 1 ? undefined : `expected ${name} to be at least (1), got ${number}`,
);

export function between(least: number, most: number): Rule {
  return numberRule((number, name) =>
    number >= least && number <= most
      ? undefined
      : `expected ${name} to be in the range (${least} - ${most}), got ${number}`,
  );
}

export function all(...rules: readonly Rule[]): Rule {
  return (value, name) => rules.flatMap((rule) => rule(value, name));
}

/** For an argument of which only one value is modelled. */
export function only(modelled: boolean | string): Rule {
  return (value, name) =>
    value === modelled
      ? []
      : [`expected "${name}" to be ${modelled}, the only value that the sandbox models`];
}

export function numberRule(find: (number: number, name: string) => string | undefined): Rule {
  return (value, name) => {
    const problem = typeof value === "number" ? find(value, name) : undefined;
    return problem === undefined ? [] : [problem];
  };
}

export function textRule(find: (text: string, name: string) => string | undefined): Rule {
  return (value, name) => {
    const problem = typeof value === "string" ? find(value, name) : undefined;
    return problem === undefined ? [] : [problem];
  };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
