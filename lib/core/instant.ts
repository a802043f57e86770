import { Token } from "cdktf";
import { Problem } from "./problem";
import { shown } from "./shown";

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;

/** Milliseconds in a day. */
export const DAY = 86_400_000;

/** The instant as Entra and Terraform both write it: UTC, whole seconds, `2027-01-31T00:00:00Z`. */
export function utcSecond(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, "Z");
}

/** The milliseconds of an RFC 3339 instant with any offset or fraction; undefined if it is none. */
export function parseInstant(text: string): number | undefined {
  if (!RFC_3339.test(text)) {
    return undefined;
  }
  // JavaScript reads 30 February as 2 March; an instant that does not exist is a mistake here.
  const wallClock = text.slice(0, 19).toUpperCase();
  const exists = !Number.isNaN(Date.parse(`${wallClock}Z`));
  return exists && utcSecond(Date.parse(`${wallClock}Z`)) === `${wallClock}Z`
    ? Date.parse(text)
    : undefined;
}

/**
 * A UTC second, literally. Entra answers any other form of the same instant with different text,
 * and azuread compares text: the secret would be replaced on every plan.
 */
export function utcSecondProblems(key: string, value: string | undefined): Problem[] {
  if (value === undefined) {
    return [];
  }
  if (Token.isUnresolved(value)) {
    return [{ key, message: "is a token; give the instant itself, as in 2027-01-31T00:00:00Z" }];
  }
  const milliseconds = parseInstant(value);
  if (milliseconds === undefined) {
    return [
      { key, message: `${shown(value)} is not an instant; write it as in 2027-01-31T00:00:00Z` },
    ];
  }
  const expected = utcSecond(milliseconds);
  return value === expected
    ? []
    : [
        {
          key,
          message: `${shown(value)} is not a UTC instant in whole seconds; write "${expected}"`,
        },
      ];
}
