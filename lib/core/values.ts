import { Fn, Token } from "cdktf";
import { Problem } from "./problem";
import { shown } from "./shown";
import { unicodePattern } from "./unicode-pattern";

/** The form of a UUID, for a pattern that takes upper and lower case. */
export const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

const WHOLE_UUID = new RegExp(`^${UUID}$`, "i");

/**
 * A literal UUID as Entra and Azure answer with it, in lower case; anything else as it is. The providers
 * compare letter by letter: in capitals, every apply would replace a role assignment or fail.
 */
export function lowerCaseUuid<T extends string | undefined>(id: T): T {
  return (id !== undefined && WHOLE_UUID.test(id) ? id.toLowerCase() : id) as T;
}

/**
 * A segment of an id in Azure or Entra, the first being what is before the first "/": taken out here where
 * the id is literal, in Terraform where it is a token.
 */
export function segmentOf(id: string, index: number): string {
  return Token.isUnresolved(id)
    ? Token.asString(Fn.element(Fn.split("/", id), index))
    : (id.split("/")[index] ?? "");
}

/** No problem for a token, whose value only Terraform knows, nor for undefined. */
export function uuidProblems(key: string, value: string | undefined, what: string): Problem[] {
  return value === undefined || Token.isUnresolved(value) || WHOLE_UUID.test(value)
    ? []
    : [{ key, message: `${shown(value)} is not a UUID; give ${what}` }];
}

/** Text with a limit on its length; undefined and tokens pass. */
export function textProblems(key: string, value: string | undefined, max: number): Problem[] {
  if (value === undefined || Token.isUnresolved(value)) {
    return [];
  }
  if (value.trim() === "") {
    return [{ key, message: `${shown(value)} is empty; write a text` }];
  }
  if (value.length > max) {
    return [{ key, message: `has ${value.length} characters; Entra allows ${max}, shorten it` }];
  }
  return [];
}

/**
 * A name that people read in lists and logs, with a limit on its length: nothing in it is invisible, starts
 * a new line or turns the direction of what follows. Undefined and tokens pass.
 */
export function nameProblems(key: string, value: string | undefined, max: number): Problem[] {
  return value === undefined || Token.isUnresolved(value) || !UNSEEN().test(value)
    ? textProblems(key, value, max)
    : [
        {
          key,
          message: `${shown(value)} has control characters or changes of direction in it; write the name without them`,
        },
      ];
}

const UNSEEN = unicodePattern(String.raw`[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]`, "u");

/** A whole number that the program knows; undefined passes. */
export function wholeNumberProblems(
  key: string,
  value: number | undefined,
  min: number,
  unit: string,
): Problem[] {
  if (value === undefined) {
    return [];
  }
  if (Token.isUnresolved(value)) {
    return [
      { key, message: `is a token; give a plain number of ${unit}, known when the program runs` },
    ];
  }
  return Number.isSafeInteger(value) && value >= min
    ? []
    : [{ key, message: `${shown(value)} is not a whole number of ${unit}; write ${min} or more` }];
}
