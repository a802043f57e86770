import { AzureError } from "./azure-error";

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
  const parser = new ConditionParser(tokensOf(condition));
  parser.expression();
  parser.end();
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

  expression(): void {
    this.term();
    const joinedBy = this.next();
    while (this.next() === "and" || this.next() === "or") {
      // conditions-faq: three or more expressions with different operators need parentheses.
      if (this.next() !== joinedBy) {
        throw invalid("it mixes AND and OR without parentheses");
      }
      this.position += 1;
      this.term();
    }
  }

  end(): void {
    const rest = this.tokens[this.position];
    if (rest !== undefined) {
      throw invalid(`'${rest.text}' is not expected where it stands`);
    }
  }

  private term(): void {
    if (this.next() === "not") {
      this.position += 1;
      this.term();
    } else if (this.next() === "open") {
      this.position += 1;
      this.expression();
      this.take("close", "a closing parenthesis");
    } else if (this.next() === "action") {
      this.position += 1;
    } else {
      this.comparison();
    }
  }

  private comparison(): void {
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
