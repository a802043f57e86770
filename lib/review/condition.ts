import { NotReadable, RepositorySet } from "./repository-set";
import { matches } from "./wildcards";

/**
 * A condition of a role assignment. What it does not name, passes.
 * Grammar: Microsoft's "Azure role assignment condition format and syntax".
 */
export class Condition {
  private tokens: readonly Token[] | undefined;
  private readonly limits = new Map<string, RepositorySet>();

  public constructor(public readonly text: string) {}

  /** Whether it asks for repositories alone, in a form that tells which ones. */
  public get isReadable(): boolean {
    return this.limitOf("") !== undefined;
  }

  /** The repositories to which it limits an action: all of them where it can't be read. */
  public limit(action: string): RepositorySet {
    const known = this.limits.get(action);
    const limit = known ?? this.limitOf(action) ?? RepositorySet.ALL;
    this.limits.set(action, limit);
    return limit;
  }

  /** @throws NotReadable where it asks for anything but actions and names of repositories, or is no condition at all */
  public repositories(action: string): RepositorySet {
    this.tokens ??= tokensOf(this.text);
    const reader = new ConditionReader(this.tokens, action);
    const repositories = reader.expression();
    reader.end();
    return repositories;
  }

  private limitOf(action: string): RepositorySet | undefined {
    try {
      return this.repositories(action);
    } catch (error) {
      if (error instanceof NotReadable) {
        return undefined;
      }
      throw error;
    }
  }
}

type Kind = "open" | "close" | "and" | "or" | "not" | "action" | "name" | "operator" | "value";

interface Token {
  readonly kind: Kind;
  readonly text: string;
}

/** An action that matches is all repositories, one that does not is none; so it is evaluated while it is read. */
class ConditionReader {
  private position = 0;
  private depth = 0;

  public constructor(
    private readonly tokens: readonly Token[],
    private readonly action: string,
  ) {}

  public expression(): RepositorySet {
    let result = this.term();
    const joinedBy = this.next;
    while (this.next === "and" || this.next === "or") {
      // Azure refuses to guess which one binds more tightly.
      if (this.next !== joinedBy) {
        throw new NotReadable();
      }
      this.position += 1;
      const term = this.term();
      result = joinedBy === "and" ? result.intersection(term) : result.union(term);
    }
    return result;
  }

  public end(): void {
    if (this.position < this.tokens.length) {
      throw new NotReadable();
    }
  }

  private term(): RepositorySet {
    // A condition has 8 KB at most; what comes from a plan may have any length.
    if ((this.depth += 1) > MAX_DEPTH) {
      throw new NotReadable();
    }
    try {
      switch (this.next) {
        case "not":
          this.position += 1;
          return this.term().complement();
        case "open": {
          this.position += 1;
          const inner = this.expression();
          this.take("close");
          return inner;
        }
        case "action": {
          const [pattern = ""] = quoted(this.take("action"));
          return matches(pattern.toLowerCase(), this.action.toLowerCase())
            ? RepositorySet.ALL
            : RepositorySet.NONE;
        }
        default:
          return this.comparison();
      }
    } finally {
      this.depth -= 1;
    }
  }

  private comparison(): RepositorySet {
    this.take("name");
    const operator = this.take("operator");
    const value = this.take("value");
    if (operator.startsWith("ForAnyOfAnyValues:") !== value.startsWith("{")) {
      throw new NotReadable();
    }
    const [, name = ""] = /String(Equals|StartsWith|Like)(?:IgnoreCase)?$/.exec(operator) ?? [];
    const compare = COMPARISONS[name];
    if (compare === undefined) {
      throw new NotReadable();
    }
    return quoted(value).reduce((union, text) => union.union(compare(text)), RepositorySet.NONE);
  }

  private get next(): Kind | undefined {
    return this.tokens[this.position]?.kind;
  }

  private take(kind: Kind): string {
    const token = this.tokens[this.position];
    if (token?.kind !== kind) {
      throw new NotReadable();
    }
    this.position += 1;
    return token.text;
  }
}

const COMPARISONS: Partial<Record<string, (text: string) => RepositorySet>> = {
  Equals: (text) => RepositorySet.named(text),
  StartsWith: (text) => RepositorySet.startingWith(text),
  Like: (text) => RepositorySet.like(text),
};

const MAX_DEPTH = 100;

const TOKEN = new RegExp(
  [
    String.raw`(?<open>\()`,
    String.raw`(?<close>\))`,
    String.raw`(?<and>AND\b|&&)`,
    String.raw`(?<or>OR\b|\|\|)`,
    String.raw`(?<not>NOT\b|!)`,
    String.raw`(?<action>ActionMatches\s*\{\s*'[^'{}]+'\s*\})`,
    String.raw`(?<name>@Request\[Microsoft\.ContainerRegistry\/registries\/repositories:name\])`,
    String.raw`(?<operator>(?:ForAnyOfAnyValues:)?String(?:Not)?(?:Equals|StartsWith|Like)(?:IgnoreCase)?\b)`,
    String.raw`(?<value>'(?:[^'\\]|\\.)*'|\{\s*'(?:[^'\\]|\\.)*'(?:\s*,\s*'(?:[^'\\]|\\.)*')*\s*\})`,
  ].join("|"),
  "iy",
);

function tokensOf(condition: string): Token[] {
  const tokens: Token[] = [];
  const blank = /\s*/y;
  for (let position = 0; ;) {
    blank.lastIndex = position;
    position += blank.exec(condition)?.[0].length ?? 0;
    if (position >= condition.length) {
      return tokens;
    }
    TOKEN.lastIndex = position;
    const match = TOKEN.exec(condition);
    const [kind, text] =
      Object.entries(match?.groups ?? {}).find(([, group]) => (group as unknown) !== undefined) ??
      [];
    if (kind === undefined || text === undefined) {
      throw new NotReadable();
    }
    tokens.push({ kind: kind as Kind, text });
    position += text.length;
  }
}

/** The texts in single quotes, which a backslash escapes. */
function quoted(text: string): string[] {
  return [...text.matchAll(/'((?:[^'\\]|\\.)*)'/g)].map(([, inner = ""]) =>
    inner.replaceAll(/\\(.)/g, "$1"),
  );
}
