import { Lazy, TerraformProvider, Token, Tokenization } from "cdktf";
import { didYouMean } from "./did-you-mean";
import { strayExpression } from "./expressions";
import { privateKeyProblems } from "./private-key";
import { bringing, isJudged, problemsIn } from "./problem";
import { Kind, notOf, Optional, Reading } from "./props";
import { shown, shownKey } from "./shown";

/** Whatever it is: who gets it reads it. */
export const anything: Kind<never> = {
  read: (_, value) => new Reading(value as never),
};

/** Text, or a token for one. Of literal text Terraform must evaluate nothing. */
export const text: Kind<string> = {
  read: (key, value) => {
    const given: unknown = Tokenization.isResolvable(value) ? Token.asString(value) : value;
    if (typeof given !== "string") {
      return new Reading(standIn(), [{ key, message: notOf(value, "text") }]);
    }
    const stray = strayExpression(given);
    const problems =
      stray === undefined
        ? privateKeyProblems(key, given)
        : [{ key, message: `${shown(given)} ${stray}` }];
    return problems.length === 0 ? new Reading(given) : new Reading(standIn(), problems);
  },
};

/** Text that must be known when the program runs; `fix` is what to give in place of a token. */
export function literal(fix: string): Kind<string> {
  return {
    read: (key, value) => {
      const { value: given, problems } = text.read(key, value);
      const message = `is a token, a value that only Terraform knows; ${fix}`;
      if (problems.length > 0) {
        return new Reading("unreadable", problems);
      }
      return Token.isUnresolved(given)
        ? new Reading("unreadable", [{ key, message }])
        : new Reading(given);
    },
  };
}

/** A list, whatever is in it: who gets it reads that. */
export const list: Kind<never[]> = {
  read: (key, value) =>
    Array.isArray(value)
      ? new Reading([...(value as never[])])
      : new Reading([], [{ key, message: notOf(value, "a list of texts") }]),
};

/** Texts, or a token for a list of them. */
export const texts: Kind<string[]> = {
  read: (key, value) => {
    if (Tokenization.isResolvable(value)) {
      return new Reading(Token.asList(value));
    }
    if (!Array.isArray(value)) {
      return new Reading([], [{ key, message: notOf(value, "a list of texts") }]);
    }
    if (Token.isUnresolved(value)) {
      return new Reading([...(value as string[])]);
    }
    const readings = Array.from(value, (item: unknown, index) =>
      text.read(`${key}[${index}]`, item),
    );
    return new Reading(
      readings.map((reading) => reading.value),
      readings.flatMap(({ problems }) => problems),
    );
  },
};

/** Texts by keys that the program knows. */
export const textMap: Kind<Record<string, string>> = {
  read: (key, value) => {
    if (!isPlainMap(value)) {
      return new Reading({}, [{ key, message: notOf(value, "a map of texts") }]);
    }
    const readings = Object.entries(value).map(
      ([name, item]) => [name, text.read(`${key}.${shownKey(name)}`, item)] as const,
    );
    return new Reading(
      Object.fromEntries(readings.map(([name, reading]) => [name, reading.value])),
      readings.flatMap(([, { problems }]) => problems),
    );
  },
};

function isPlainMap(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Token.isUnresolved(value)) {
    return false;
  }
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** A number, or a token for one. */
export const number: Kind<number> = {
  read: (key, value) => {
    const given: unknown = Tokenization.isResolvable(value) ? Token.asNumber(value) : value;
    return typeof given === "number"
      ? new Reading(given)
      : new Reading(1, [{ key, message: notOf(value, "a number") }]);
  },
};

/** True or false, known when the program runs. */
export const flag: Kind<boolean> = {
  read: (key, value) =>
    typeof value === "boolean"
      ? new Reading(value)
      : new Reading(true, [{ key, message: notOf(value, "true or false") }]),
};

/** One of the values of an enum. */
export function oneOf<E extends string>(values: Readonly<Record<string, E>>): Kind<E> {
  const words = Object.values(values);
  return {
    read: (key, value) => {
      const found = words.find((word) => word === value);
      if (found !== undefined) {
        return new Reading(found);
      }
      const expected = `one of ${words.join(", ")}`;
      const meant = typeof value === "string" ? didYouMean(value, words) : "";
      const message =
        value === undefined ? notOf(value, expected) : `${shown(value)} is not ${expected}${meant}`;
      // A word that no rule knows.
      return new Reading("" as E, [{ key, message }]);
    },
  };
}

/**
 * An object that is more than a map of properties. What it brings along is wrong here as well; what
 * stands in for another one brings along that it does.
 */
export function instance<T extends object>(
  is: (value: unknown) => value is T,
  expected: string,
  fix: string,
  standsIn: () => T,
): Kind<T> {
  return {
    read: (key, value) => {
      if (is(value) && isJudged(value)) {
        return new Reading(value, problemsIn(key, value));
      }
      const problems = [{ key, message: notOf(value, expected, fix) }];
      return new Reading(bringing(standsIn(), problems), problems);
    },
  };
}

/** A construct of Terraform. Nothing can stand in for one: what is none is left out. */
export function optionalElement<T>(
  is: (value: unknown) => value is T,
  expected: string,
): Optional<T> {
  return {
    optional: true,
    read: (key, value) =>
      value === undefined || is(value)
        ? new Reading(value)
        : new Reading<T | undefined>(undefined, [
            { key, message: notOf(value, expected, "give its construct") },
          ]),
  };
}

/** A provider of a type. */
export function optionalProvider(
  type: "azuread" | "azurerm" | "github" | "gitlab" | "kubernetes" | "tfe" | "vault",
): Optional<TerraformProvider> {
  return optionalElement(
    (value): value is TerraformProvider =>
      TerraformProvider.isTerraformProvider(value) && value.terraformResourceType === type,
    `a provider of ${type}`,
  );
}

let standIns = 0;

/**
 * A text in place of one that is wrong: to rules it is a token, about which they say nothing, and no two
 * of them are the same. Nothing that it is in is ever written.
 */
export function standIn(): string {
  const mine = ++standIns;
  return Lazy.stringValue({ produce: () => `stand-in-${mine}` });
}
