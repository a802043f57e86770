import { matches } from "./wildcards";

/** Some of the repositories of a registry: a full name, what begins with a text, or what a pattern with * and ? matches. */
interface Part {
  readonly kind: "name" | "prefix" | "pattern";
  readonly text: string;
}

/** That of repositories no union of names, prefixes and patterns tells which they are. */
export class NotReadable extends Error {}

/** Repositories of a registry, as the union of some parts. Names have no upper case, so that letter case is none. */
export class RepositorySet {
  public static readonly NONE = new RepositorySet([]);
  public static readonly ALL = RepositorySet.startingWith("");

  public static named(name: string): RepositorySet {
    return new RepositorySet([{ kind: "name", text: name.toLowerCase() }]);
  }

  public static startingWith(prefix: string): RepositorySet {
    return new RepositorySet([{ kind: "prefix", text: prefix.toLowerCase() }]);
  }

  /** Those that a pattern of `StringLike` matches: * is any text, ? one character. */
  public static like(pattern: string): RepositorySet {
    const text = pattern.toLowerCase();
    if (!/[*?]/.test(text)) {
      return RepositorySet.named(text);
    }
    return /^[^*?]*\*$/.test(text)
      ? RepositorySet.startingWith(text.slice(0, -1))
      : new RepositorySet([{ kind: "pattern", text }]);
  }

  private constructor(private readonly parts: readonly Part[]) {}

  public get isEmpty(): boolean {
    return this.parts.length === 0;
  }

  public get isAll(): boolean {
    return this.parts.some(({ kind, text }) => kind === "prefix" && text === "");
  }

  /** As an access file writes them, with what it has no form for as Azure writes it. */
  public get texts(): string[] {
    return this.parts.map(({ kind, text }) => {
      switch (kind) {
        case "name":
          return text;
        case "prefix":
          return `${text}*`;
        case "pattern":
          return `like ${text}`;
      }
    });
  }

  public union(other: RepositorySet): RepositorySet {
    return new RepositorySet(tidy([...this.parts, ...other.parts]));
  }

  /** @throws NotReadable */
  public intersection(other: RepositorySet): RepositorySet {
    const parts = this.parts.flatMap((one) => other.parts.flatMap((two) => both(one, two)));
    return new RepositorySet(tidy(parts));
  }

  /** All others. @throws NotReadable */
  public complement(): RepositorySet {
    if (this.isEmpty) {
      return RepositorySet.ALL;
    }
    if (this.isAll) {
      return RepositorySet.NONE;
    }
    throw new NotReadable();
  }

  /** What of this is not surely in another. */
  public without(other: RepositorySet): RepositorySet {
    return new RepositorySet(
      this.parts.filter((part) => !other.parts.some((whole) => covers(whole, part))),
    );
  }
}

function tidy(parts: readonly Part[]): Part[] {
  const kept: Part[] = [];
  for (const part of [...parts].sort(byText)) {
    if (!kept.some((whole) => covers(whole, part))) {
      kept.push(part);
    }
  }
  return kept.filter((part) => !kept.some((other) => other !== part && covers(other, part)));
}

/** A prefix comes before all that begins with it. */
function byText(one: Part, other: Part): number {
  return one.text < other.text ? -1 : one.text > other.text ? 1 : 0;
}

function covers(whole: Part, part: Part): boolean {
  switch (whole.kind) {
    case "name":
      return part.kind === "name" && part.text === whole.text;
    case "prefix":
      return headOf(part).startsWith(whole.text);
    case "pattern":
      return part.kind === "name"
        ? matches(whole.text, part.text)
        : part.kind === "pattern" && part.text === whole.text;
  }
}

/** What all that belongs to a part begins with. */
function headOf({ kind, text }: Part): string {
  return kind === "pattern" ? (/^[^*?]*/.exec(text)?.[0] ?? "") : text;
}

function both(one: Part, other: Part): Part[] {
  if (covers(other, one)) {
    return [one];
  }
  if (covers(one, other)) {
    return [other];
  }
  // Patterns may have some in common with each other, or with what begins like them.
  const [head, otherHead] = [headOf(one), headOf(other)];
  const mayMeet =
    [one, other].some(({ kind }) => kind === "pattern") &&
    ![one, other].some(({ kind }) => kind === "name") &&
    (head.startsWith(otherHead) || otherHead.startsWith(head));
  if (mayMeet) {
    throw new NotReadable();
  }
  return [];
}
