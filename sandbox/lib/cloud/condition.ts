import { AzureError } from "./azure-error";

/** What a principal asks for: a data action, and the repository that it is for where it is for one. */
export interface ConditionedRequest {
  readonly action: string;
  readonly repository: string | undefined;
}

/** Whether a role assignment with the condition lets a request pass. */
export type Condition = (request: ConditionedRequest) => boolean;

/**
 * Checks a role assignment condition as Azure Resource Manager does before it stores one.
 * Grammar: learn.microsoft.com/azure/role-based-access-control/conditions-format. Attribute: the only one that a
 * registry offers (container-registry-rbac-abac-repository-permissions.md).
 */
export function checkCondition(condition: string, version: string): void {
  // Documented as rejected: conditions-troubleshoot.md.
  if (version !== "2.0") {
    throw invalid(`its version is ${version}, not 2.0`);
  }
  if (Buffer.byteLength(condition) > MOST_BYTES) {
    throw invalid(`it has more than ${MOST_BYTES} bytes`);
  }
  parseCondition(condition);
}

export function parseCondition(condition: string): Condition {
  const parser = new ConditionParser(tokensOf(condition));
  const parsed = parser.expression();
  parser.end();
  return parsed;
}

type TokenKind =
  "open" | "close" | "and" | "or" | "not" | "action" | "attribute" | "operator" | "value";

interface Token {
  kind: TokenKind;
  text: string;
}

class ConditionParser {
  private position = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  expression(): Condition {
    const terms = [this.term()];
    const joinedBy = this.next();
    while (this.next() === "and" || this.next() === "or") {
      // conditions-faq: three or more expressions with different operators need parentheses.
      if (this.next() !== joinedBy) {
        throw invalid("it mixes AND and OR without parentheses");
      }
      this.position += 1;
      terms.push(this.term());
    }
    return joinedBy === "and"
      ? (request) => terms.every((term) => term(request))
      : (request) => terms.some((term) => term(request));
  }

  end(): void {
    const rest = this.tokens[this.position];
    if (rest !== undefined) {
      throw invalid(`'${rest.text}' is not expected where it stands`);
    }
  }

  private term(): Condition {
    if (this.next() === "not") {
      this.position += 1;
      const term = this.term();
      return (request) => !term(request);
    }
    if (this.next() === "open") {
      this.position += 1;
      const expression = this.expression();
      this.take("close", "a closing parenthesis");
      return expression;
    }
    if (this.next() === "action") {
      const [pattern = ""] = quoted(this.take("action", "an action"));
      return ({ action }) => matches(pattern, action);
    }
    return this.comparison();
  }

  private comparison(): Condition {
    const attribute = this.take("attribute", "ActionMatches{'…'} or @Request[…]");
    if (attribute !== REPOSITORY_NAME) {
      throw invalid(`${attribute} is no attribute that a registry offers, ${REPOSITORY_NAME} is`);
    }
    const operator = this.take("operator", "an operator");
    const value = this.take("value", "a value in single quotes");
    const takesSet = operator.startsWith("ForAnyOfAnyValues:");
    if (takesSet !== value.startsWith("{")) {
      throw invalid(
        `${operator} takes ${takesSet ? "a set, {'…', '…'}" : "one value, '…'"}, not ${value}`,
      );
    }
    const holds = comparisonOf(operator);
    const values = quoted(value);
    // conditions-format.md: an attribute that a request does not have makes its expression false.
    return ({ repository }) =>
      repository !== undefined && values.some((one) => holds(repository, one));
  }

  private next(): TokenKind | undefined {
    return this.tokens[this.position]?.kind;
  }

  private take(kind: TokenKind, expected: string): string {
    const token = this.tokens[this.position];
    if (token?.kind !== kind) {
      throw invalid(
        `it needs ${expected} ${token === undefined ? "at its end" : `in place of '${token.text}'`}`,
      );
    }
    this.position += 1;
    return token.text;
  }
}

const TOKEN = new RegExp(
  [
    String.raw`(?<open>\()`,
    String.raw`(?<close>\))`,
    String.raw`(?<and>AND\b|&&)`,
    String.raw`(?<or>OR\b|\|\|)`,
    String.raw`(?<not>NOT\b|!)`,
    String.raw`(?<action>ActionMatches\{'[^'{}]+'\})`,
    String.raw`(?<attribute>@\w+\[[^\]]+\])`,
    String.raw`(?<operator>(?:ForAnyOfAnyValues:)?String(?:Not)?(?:Equals|StartsWith|Like)(?:IgnoreCase)?\b)`,
    String.raw`(?<value>'(?:[^'\\]|\\.)*'|\{\s*'[^']*'(?:\s*,\s*'[^']*')*\s*\})`,
  ].join("|"),
  "y",
);

function tokensOf(condition: string): Token[] {
  const tokens: Token[] = [];
  let rest = condition.trimStart();
  while (rest !== "") {
    TOKEN.lastIndex = 0;
    const groups: Partial<Record<string, string>> = TOKEN.exec(rest)?.groups ?? {};
    const [kind, text] = Object.entries(groups).find(([, group]) => group !== undefined) ?? [];
    if (kind === undefined || text === undefined) {
      throw invalid(`'${rest.slice(0, 40)}' is not understood`);
    }
    tokens.push({ kind: kind as TokenKind, text });
    rest = rest.slice(text.length).trimStart();
  }
  return tokens;
}

/** The texts in single quotes, which a backslash escapes. */
function quoted(text: string): string[] {
  return [...text.matchAll(/'((?:[^'\\]|\\.)*)'/g)].map(([, inner = ""]) =>
    inner.replaceAll(/\\(.)/g, "$1"),
  );
}

const COMPARISONS: Readonly<Record<string, (actual: string, wanted: string) => boolean>> = {
  Equals: (actual, wanted) => actual === wanted,
  StartsWith: (actual, wanted) => actual.startsWith(wanted),
  Like: (actual, wanted) => wildcard(wanted, "").test(actual),
};

function comparisonOf(operator: string): (actual: string, wanted: string) => boolean {
  const [, not, name = "", ignoreCase] =
    /String(Not)?(Equals|StartsWith|Like)(IgnoreCase)?$/.exec(operator) ?? [];
  const folded = (text: string): string => (ignoreCase === undefined ? text : text.toLowerCase());
  return (actual, wanted) =>
    (COMPARISONS[name]?.(folded(actual), folded(wanted)) ?? false) === (not === undefined);
}

/** Whether an action is one of those that a role, or a condition, names with `*` for any text. */
export function matches(pattern: string, action: string): boolean {
  return wildcard(pattern, "i").test(action);
}

/** `*` stands for any text and `?` for one character. */
function wildcard(pattern: string, flags: string): RegExp {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, `s${flags}`);
}

/** The sentence is Azure's, its code is not documented; what follows the colon is the sandbox's help. */
function invalid(because: string): AzureError {
  return new AzureError(
    400,
    "InvalidCondition",
    `The given role assignment condition is invalid: ${because}.`,
  );
}

const REPOSITORY_NAME = "@Request[Microsoft.ContainerRegistry/registries/repositories:name]";
const MOST_BYTES = 8 * 1024;
