import { isObject, Json } from "./json";

/** What two runs of a scenario do not have in common. */
export interface Difference {
  /** Of the step: "2 apply". */
  readonly step: string;
  /** From the step on: ["state", "azuread_application.web", "attributes", "notes"]. */
  readonly path: readonly string[];
  /** Undefined where the sandbox has no such thing. */
  readonly ours: Json | undefined;
  readonly real: Json | undefined;
}

export interface Comparison {
  /** How many values were looked at: of all that is in one of both, whatever it is in. */
  readonly compared: number;
  readonly differences: readonly Difference[];
}

/** What a run has recorded: by the names of its steps. */
export type Recording = Readonly<Record<string, Json>>;

export function compare(ours: Recording, real: Recording): Comparison {
  const differences: Difference[] = [];
  let compared = 0;

  function look(step: string, path: readonly string[], one?: Json, other?: Json): void {
    const parts = commonParts(one, other);
    for (const part of parts) {
      look(step, [...path, part], partOf(one, part), partOf(other, part));
    }
    if (parts.length === 0) {
      compared += 1;
      if (JSON.stringify(one) !== JSON.stringify(other)) {
        differences.push({ step, path, ours: one, real: other });
      }
    }
  }

  for (const step of keysOf(ours, real)) {
    look(step, [], ours[step], real[step]);
  }
  return { compared, differences };
}

/** By what to look into both at once. */
function commonParts(one?: Json, other?: Json): string[] {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length ? Object.keys(one) : [];
  }
  return isObject(one) && isObject(other) ? keysOf(one, other) : [];
}

function partOf(value: Json | undefined, part: string): Json | undefined {
  return (value as Readonly<Record<string, Json>>)[part];
}

function keysOf(one: object, other: object): string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])];
}
