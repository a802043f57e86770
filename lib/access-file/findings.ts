import { IConstruct } from "constructs";
import { z } from "zod";
import { inert } from "../core/inert";
import { Place } from "../core/place";
import { Problem, problemsAt } from "../core/problem";
import { Warning } from "../core/warning";
import { keysOf } from "../yaml/forms";
import { FileFinding, findingOf, listed, Mistake, Path, pathText } from "../yaml/mistake";
import { YamlText } from "../yaml/parse-yaml";

/** What is to be told about an access file. */
export class Findings {
  private readonly refused = new Map<string, Mistake>();
  private readonly covered = new Set<string>();
  private readonly unsound = new Set<string>();
  private readonly places: FilePlace[] = [];
  private readonly rules: (() => void)[] = [];

  /** @param file the file as it was named */
  public constructor(
    public readonly file: string,
    private readonly text: YamlText,
  ) {}

  /** Adds a mistake, the first of a value; what the constructs say of the same value is not told. */
  public refuse(mistake: Mistake): void {
    for (const path of mistake.covers ?? [mistake.path]) {
      this.covered.add(idOf(path));
    }
    const id = idOf(mistake.path);
    if (this.refused.has(id)) {
      return;
    }
    this.refused.set(id, mistake);
    for (const above of prefixes(mistake.path)) {
      this.unsound.add(above);
    }
  }

  /** Adds a rule that refuses when all is there. */
  public refuseLater(rule: () => void): void {
    this.rules.push(rule);
  }

  /** Whether a value, or one that it is in, has a mistake: nothing can be made of it. */
  public isRefused(path: Path): boolean {
    return prefixes(path).some((above) => this.covered.has(above));
  }

  /** Whether neither a value nor anything in it has a mistake. */
  public isSound(path: Path): boolean {
    return !this.unsound.has(idOf(path)) && !this.isRefused(path);
  }

  /** A place of which constructs are made. */
  public placeAt(path: Path, names: Names, holds: (construct: IConstruct) => boolean): FilePlace {
    const place = new FilePlace(this.file, this.text, path, names, holds);
    this.places.push(place);
    return place;
  }

  /** All mistakes, in the order of the file. */
  public mistakes(): FileFinding[] {
    this.rules.splice(0).forEach((rule) => {
      rule();
    });
    const ofConstructs = this.places.flatMap((place) =>
      problemsAt(place).map((problem) =>
        (problem.place instanceof FilePlace ? problem.place : place).mistakeOf(problem),
      ),
    );
    const all = [
      ...this.refused.values(),
      ...ofConstructs.filter(({ path }) => !this.refused.has(idOf(path)) && !this.isRefused(path)),
    ];
    return listed(all.map(({ path, message }) => this.findingAt(path, message)));
  }

  /** What a warning is in the file; undefined where it is about nothing there. */
  public warning({ place, id, message }: Warning): FileFinding | undefined {
    return place instanceof FilePlace && this.places.includes(place)
      ? { ...this.findingAt(place.path, message), severity: "warning", id }
      : undefined;
  }

  private findingAt(path: Path, message: string): FileFinding {
    return findingOf(this.file, {
      ...this.text.positionOf(path),
      path: pathText(path),
      message,
    });
  }
}

/** What the keys at a place are called. */
export interface Names {
  /** The schema of what stands there: its keys are the properties of the construct, where they are called alike. */
  readonly schema: z.ZodType;
  /** The keys by the properties of the construct, where they are called otherwise; "" is the place itself. */
  readonly ofProperties?: Readonly<Record<string, string>>;
}

/** A place in an access file of which constructs are made. */
export class FilePlace implements Place {
  public constructor(
    private readonly file: string,
    private readonly text: YamlText,
    public readonly path: Path,
    private readonly names: Names,
    public readonly holds: (construct: IConstruct) => boolean,
  ) {}

  public get name(): string {
    return pathText(this.path);
  }

  public get position(): string {
    const { line, column } = this.text.positionOf(this.path);
    return `${inert(this.file)}:${line}:${column}`;
  }

  /** Says of the file what a construct says of its properties. */
  public mistakeOf({ key, message, origin }: Problem): Mistake {
    const [property = "", ...steps] = stepsOf(key);
    const mapped = this.names.ofProperties?.[property];
    if (mapped === "") {
      return { path: this.path, message };
    }
    const inner = mapped === undefined ? undefined : origin?.inner;
    if (mapped !== undefined && inner !== undefined) {
      return { path: [...this.path, mapped, ...stepsOf(inner.key)], message: inner.message };
    }
    return keysOf(this.names.schema).includes(mapped ?? property)
      ? { path: this.present([mapped ?? property, ...steps]), message }
      : { path: this.path, message: `${key}: ${message}` };
  }

  // Of one text in place of a list of texts there are no positions.
  private present([key = "", index, ...others]: string[]): Path {
    const path = [...this.path, key];
    if (index === undefined) {
      return path;
    }
    const isPosition = /^\d+$/.test(index);
    if (isPosition && !this.text.isList(path)) {
      return path;
    }
    return [...path, isPosition ? Number(index) : index, ...others];
  }
}

function stepsOf(key: string): string[] {
  return key.match(/[^.[\]]+/g) ?? [];
}

function idOf(path: Path): string {
  return JSON.stringify(path);
}

function prefixes(path: Path): string[] {
  return path.map((_, index) => idOf(path.slice(0, index + 1)));
}
