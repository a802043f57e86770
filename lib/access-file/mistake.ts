import { inert, shownKey } from "../core/shown";

/** The way to a value: keys of maps, and positions in lists. */
export type Path = readonly (string | number)[];

/** Something wrong with the value at a path. */
export interface Mistake {
  readonly path: Path;
  /** The value, the rule and the fix, in one sentence. */
  readonly message: string;
}

/** Something to tell about an access file, at its place; line and column count from 1, as editors do. */
export interface AccessFileFinding {
  /** A mistake stops the synth, a warning does not. */
  readonly severity: "mistake" | "warning";
  /** What kind: the id of the warning, as in `acr-auth:many-owners`; `acr-auth:mistake` for mistakes. */
  readonly id: string;
  /** The file as it was named. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The way to the value, as in `principals.web.grants[0]`; empty where it is the file as a whole. */
  readonly path: string;
  /** The value, the rule and the fix, in one sentence and on one line. */
  readonly message: string;
}

/** An access file that can't be used; the message lists all that is wrong with it. */
export class AccessFileError extends Error {
  public constructor(
    message: string,
    /** Each mistake by itself, in the order in which they stand in the file. */
    public readonly findings: readonly AccessFileFinding[],
  ) {
    super(message);
  }

  /** Lists mistakes in the order in which they stand in the file. */
  public static listing(file: string, mistakes: readonly TextMistake[]): AccessFileError {
    const findings = mistakes
      .toSorted((one, other) => one.line - other.line || one.column - other.column)
      .map((mistake) => findingOf(file, mistake));
    // Several rules may say the same of a value.
    const each = new Map(findings.map((finding) => [findingText(finding), finding]));
    const count = each.size === 1 ? "1 mistake" : `${each.size} mistakes`;
    const message = [...each.keys(), "", `${count} in ${inert(file)}`].join("\n");
    return new AccessFileError(message, [...each.values()]);
  }

  /** Tells that a file can't be read at all; the message follows its name. */
  public static ofFile(file: string, message: string): AccessFileError {
    return new AccessFileError(`${inert(file)}: ${message}`, [
      findingOf(file, { line: 1, column: 1, path: "", message }),
    ]);
  }
}

/** Something wrong at a place of the text. */
export interface TextMistake {
  readonly line: number;
  readonly column: number;
  /** Empty where it is the text itself. */
  readonly path: string;
  readonly message: string;
}

/** A finding on one line: `file:line:column path: message`. */
export function findingText({ file, line, column, path, message }: AccessFileFinding): string {
  const where = path === "" ? "" : `${path}: `;
  return `${inert(file)}:${line}:${column} ${inert(where)}${message}`;
}

function findingOf(file: string, { line, column, path, message }: TextMistake): AccessFileFinding {
  const [severity, id] = ["mistake", "acr-auth:mistake"] as const;
  return { severity, id, file, line, column, path, message: inert(message) };
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
