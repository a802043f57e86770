import { z } from "zod";
import { Problem } from "../core/problem";
import { Mistake, Path, pathText } from "./mistake";
import { shown } from "../core/shown";

/**
 * A place in the file, which may hold anything or nothing. The rules look at the file through
 * places, so that a mistake at one of them leaves the rules for all others in force.
 */
export class Place {
  public constructor(
    public readonly value: unknown,
    private readonly mistakes: Mistake[],
    private readonly path: Path = [],
  ) {}

  /** The last step of the way here. */
  public get key(): string {
    return String(this.path.at(-1));
  }

  /** The way here, as it is written in a message. */
  public get name(): string {
    return pathText(this.path);
  }

  /** The place of a key of this map, or of a position in this list. */
  public at(step: string | number): Place {
    const { value } = this;
    const inside = isCollection(value) && Object.hasOwn(value, step) ? value[step] : undefined;
    return new Place(inside, this.mistakes, [...this.path, step]);
  }

  /** Whether this is a map that has the key, be its value right or wrong. */
  public has(key: string): boolean {
    return this.at(key).value !== undefined;
  }

  /** The keys of this map; none where it is no map. */
  public keys(): string[] {
    return isCollection(this.value) && !Array.isArray(this.value) ? Object.keys(this.value) : [];
  }

  /** The places in this map or list; none where it is neither. */
  public entries(): Place[] {
    return Array.isArray(this.value)
      ? this.value.map((_, index) => this.at(index))
      : this.keys().map((key) => this.at(key));
  }

  /** The places in this map or list that hold maps themselves. */
  public maps(): Place[] {
    return this.entries().filter(({ value }) => isCollection(value) && !Array.isArray(value));
  }

  /**
   * What stands here as the schema describes it, without the keys that have mistakes; undefined
   * where that is not enough for the schema.
   */
  public read<T>(schema: z.ZodType<T>): T | undefined {
    const { value } = this;
    if (!isCollection(value) || Array.isArray(value)) {
      return schema.safeParse(value).data;
    }
    const issues = schema.safeParse(value).error?.issues ?? [];
    const wrong = new Set<PropertyKey | undefined>(
      issues.flatMap((issue) =>
        issue.code === "unrecognized_keys" ? issue.keys : issue.path.slice(0, 1),
      ),
    );
    const right = Object.entries(value).filter(([key]) => !wrong.has(key));
    return schema.safeParse(Object.fromEntries(right)).data;
  }

  /** Adds a mistake. */
  public refuse(message: string): void {
    this.mistakes.push({ path: this.path, message });
  }

  /** Adds the problems of a construct whose properties are the keys of this map. */
  public refuseKeys(problems: Problem[]): void {
    for (const { key, message } of problems) {
      const steps = key.match(/[^.[\]]+/g) ?? [];
      steps
        .map((step) => (/^\d+$/.test(step) ? Number(step) : step))
        .reduce<Place>((place, step) => place.at(step), this)
        .refuse(message);
    }
  }

  /** Adds the problems of this very value, where it is text. */
  public checkText(rule: (text: string) => Problem[]): void {
    // That a text is empty has been said already.
    const problems = typeof this.value === "string" && this.value !== "" ? rule(this.value) : [];
    for (const { message } of problems) {
      this.refuse(message);
    }
  }
}

/** Refuses that a map lacks some of the keys. */
export function refuseMissing(map: Place, keys: string[], fix: string): void {
  for (const key of keys.filter((other) => !map.has(other))) {
    map.at(key).refuse(`is missing; ${fix}`);
  }
}

/**
 * Refuses a text that stands at an earlier place already; Azure ignores case in names and ids.
 *
 * @param identify what a text of a place names; by default, equal texts name one thing
 */
export function refuseRepeated(
  places: Place[],
  fix: string,
  identify: (text: string, position: number) => string = (text) => text,
): void {
  const seen = new Map<string, Place>();
  for (const [position, place] of places.entries()) {
    if (typeof place.value !== "string") {
      continue;
    }
    const identity = identify(place.value, position).toLowerCase();
    const first = seen.get(identity);
    if (first === undefined) {
      seen.set(identity, place);
    } else {
      place.refuse(`${shown(place.value)} is ${first.name} too; ${fix}`);
    }
  }
}

function isCollection(value: unknown): value is Record<string | number, unknown> {
  return typeof value === "object" && value !== null;
}
