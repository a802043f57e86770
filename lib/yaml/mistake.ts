import { inert } from "../core/inert";
import { shownKey } from "../core/shown";

/** The way to a value: keys of maps, and positions in lists. */
export type Path = readonly (string | number)[];

/** Something wrong with the value at a path. */
export interface Mistake {
  readonly path: Path;
  /** The value, the rule and the fix, in one sentence. */
  readonly message: string;
  /** The values of which nothing else needs to be told, with all that is in them; by default the one at the path. */
  readonly covers?: readonly Path[];
  /** Whether the path is that of a key which should not be there at all. */
  readonly isUnknownKey?: boolean;
}

/** Something to tell about a file, at its place; line and column count from 1, as editors do. */
export interface FileFinding {
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

/** A file that can't be used; the message lists all that is wrong with it. */
export class FileError extends Error {
  public constructor(
    message: string,
    /** Each mistake by itself, in the order in which they stand in the file. */
    public readonly findings: readonly FileFinding[],
  ) {
    super(message);
  }
}

/** Tells of mistakes that are in the order of the file. */
export function errorOf(file: string, mistakes: readonly FileFinding[]): FileError {
  const count = mistakes.length === 1 ? "1 mistake" : `${mistakes.length} mistakes`;
  const lines = [...findingTexts(mistakes), "", `${count} in ${inert(file)}`];
  return new FileError(lines.join("\n"), mistakes);
}

/** Lists mistakes in the order in which they stand in the file. */
export function errorListing(file: string, mistakes: readonly TextMistake[]): FileError {
  return errorOf(file, listed(mistakes.map((mistake) => findingOf(file, mistake))));
}

/** Tells that a file can't be read at all; the message follows its name. */
export function errorOfFile(file: string, message: string): FileError {
  return new FileError(`${inert(file)}: ${message}`, [
    findingOf(file, { line: 1, column: 1, path: "", message }),
  ]);
}

/** Something wrong at a place of the text. */
export interface TextMistake {
  readonly line: number;
  readonly column: number;
  /** Empty where it is the text itself. */
  readonly path: string;
  readonly message: string;
}

/** Findings in the order in which they stand in the file, each once: several rules may say the same. */
export function listed(findings: readonly FileFinding[]): FileFinding[] {
  const each = new Map(findings.map((finding) => [findingText(finding), finding]));
  return [...each.values()].sort(
    (one, other) => one.line - other.line || one.column - other.column,
  );
}

/** So many are read, and a terminal keeps them. */
const MAX_TOLD = 100;

/** Findings, each on one line; of very many the first. */
export function findingTexts(findings: readonly FileFinding[]): string[] {
  const more = findings.length - MAX_TOLD;
  const told = findings.slice(0, MAX_TOLD).map(findingText);
  return more > 0 ? [...told, `and ${more} more`] : told;
}

/** A finding on one line: `file:line:column path: message`. */
function findingText({ file, line, column, path, message }: FileFinding): string {
  const where = path === "" ? "" : `${path}: `;
  return `${inert(file)}:${line}:${column} ${inert(where)}${message}`;
}

/** A mistake as it is told. */
export function findingOf(file: string, { line, column, path, message }: TextMistake): FileFinding {
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
