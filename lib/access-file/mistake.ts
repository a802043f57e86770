import { inert, shownKey } from "../core/shown";

/** The way to a value: keys of maps, and positions in lists. */
export type Path = readonly (string | number)[];

/** Something wrong with the value at a path. */
export interface Mistake {
  readonly path: Path;
  /** The value, the rule and the fix, in one sentence. */
  readonly message: string;
}

/** Something wrong at a place of the text, numbered from 1 as editors do. */
export interface TextMistake {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** An access file that can't be used; the message lists all that is wrong with it. */
export class AccessFileError extends Error {
  /** Lists mistakes in the order in which they stand in the file. */
  public static listing(file: string, mistakes: readonly TextMistake[]): AccessFileError {
    const name = inert(file);
    const lines = mistakes
      .toSorted((one, other) => one.line - other.line || one.column - other.column)
      .map(({ line, column, message }) => `${name}:${line}:${column} ${inert(message)}`);
    // Several rules may say the same of a value.
    const each = [...new Set(lines)];
    const count = each.length === 1 ? "1 mistake" : `${each.length} mistakes`;
    return new AccessFileError([...each, "", `${count} in ${name}`].join("\n"));
  }
}

/** A path as it is written in a message: `principals.web.grants[0]`. */
export function pathText(path: Path): string {
  const text = path
    .map((step) => {
      if (typeof step === "number") {
        return `[${step}]`;
      }
      const key = shownKey(step);
      return key === step ? `.${key}` : `[${key}]`;
    })
    .join("")
    .replace(/^\./, "");
  return text === "" ? "the file" : text;
}
