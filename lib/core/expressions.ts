import { IConstruct } from "constructs";
import { DefaultTokenResolver, StringConcat, Token, Tokenization } from "cdktf";

// Terraform evaluates both in any text, and cdktf escapes neither.
const TEMPLATE = /[$%]\{/;
/** How cdktf writes a text, a list and a map that only Terraform knows. */
const MARKER = /[$#&]\{TfToken\[/;
const LIST_MARKER = "#{TfToken[";
// What cdktf takes for a number in a text; one that only Terraform knows is a number that nobody writes.
// It is looked for from the first of its characters only: from each of them, a long text takes for ever.
const NUMBER = /(?<![-|\d.+])[-|\d.+]+e[-|\d.eE+]+/g;

/** Whether Terraform would evaluate something in a text that is to be literal, or cdktf take a part of it for a token. */
export function hasExpression(text: string): boolean {
  return (
    TEMPLATE.test(text) ||
    MARKER.test(text) ||
    VALUES_OF_MAPS.includes(text) ||
    numbersIn(text).some(isMark)
  );
}

// What stands for a value in a map that only Terraform knows; anywhere else, cdktf throws.
const VALUES_OF_MAPS: readonly string[] = [Token.STRING_MAP_TOKEN_VALUE, Token.ANY_MAP_TOKEN_VALUE];

/** Whether cdktf takes a number for one that only Terraform knows, or for one of a list or map. */
export function isMark(number: number): boolean {
  return (
    Token.isUnresolved(number) ||
    Token.isUnresolved([number]) ||
    number === Token.NUMBER_MAP_TOKEN_VALUE
  );
}

/** What in a text, beside the tokens that are meant, would be evaluated, and the fix; undefined where nothing would. */
export function strayExpression(text: string): string | undefined {
  if (text.includes(LIST_MARKER)) {
    return "has a list that only Terraform knows in it; take a text of it, as by Fn.element(list, 0)";
  }
  try {
    numbersIn(text).forEach((number) => Tokenization.reverseNumber(number));
    return Tokenization.reverseString(text).literals.some((part) => TEMPLATE.test(String(part)))
      ? "has ${ or %{ in it, which Terraform would evaluate; write the value itself, or give a token for what Terraform is to evaluate, as by Fn or by stringValue of a variable"
      : undefined;
  } catch {
    return "has a mark in it by which cdktf finds a token, and there is none; write the value itself";
  }
}

const RESOLVER = new DefaultTokenResolver(new StringConcat());

/** What Terraform is given for a value, be it a token; to be asked at synth, when all of it is known. */
export function expressionOf(scope: IConstruct, value: unknown): string {
  return String(Tokenization.resolve(value, { scope, resolver: RESOLVER }));
}

function numbersIn(text: string): number[] {
  return (text.match(NUMBER) ?? []).map(Number);
}
