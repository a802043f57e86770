import { Token } from "cdktf";
import { parseInstant, utcSecond } from "./instant";
import { Problem } from "./problem";
import { shown } from "./shown";

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
