import { IConstruct } from "constructs";
import {
  DefaultTokenResolver,
  IPostProcessor,
  IResolvable,
  IResolveContext,
  StringConcat,
  TerraformResource,
  TerraformStack,
  Token,
  Tokenization,
} from "cdktf";

/**
 * The same text for two values that are one, as far as the program can tell. Azure and Entra ignore
 * case, so literal text has none here. Tokens are compared by what they refer to, and in which stack:
 * to be asked at synth, since addresses may change until then.
 */
export function meaningOf(value: unknown, scope: IConstruct): string {
  const meaning = exactMeaningOf(value, scope);
  return Token.isUnresolved(value) ? meaning : meaning.toLowerCase();
}

/** The same of a platform that tells upper from lower case. */
export function exactMeaningOf(value: unknown, scope: IConstruct): string {
  return Token.isUnresolved(value)
    ? String(Tokenization.resolve(value, { scope, resolver: MEANINGS }))
    : String(value);
}

/** The meaning of an attribute's token, without the token: each costs cdktf a stack trace. */
export function meaningOfAttribute(resource: TerraformResource, attribute: string): string {
  const { terraformResourceType: type, friendlyUniqueId } = resource;
  return inStack(TerraformStack.of(resource), `${type}.${friendlyUniqueId}.${attribute}`);
}

/** What cdktf calls a reference; it has no public name for it. */
interface Reference {
  readonly identifier: string;
  readonly originStack: TerraformStack;
}

class Meanings extends DefaultTokenResolver {
  // Used in another stack than its own, a reference renders to an output of that stack.
  public override resolveToken(
    token: IResolvable,
    context: IResolveContext,
    postProcessor: IPostProcessor,
  ): unknown {
    return isReference(token)
      ? inStack(token.originStack, token.identifier)
      : super.resolveToken(token, context, postProcessor);
  }
}

const MEANINGS = new Meanings(new StringConcat());

function isReference(token: object): token is Reference {
  return (
    "identifier" in token &&
    typeof token.identifier === "string" &&
    "originStack" in token &&
    TerraformStack.isStack(token.originStack)
  );
}

function inStack(stack: TerraformStack, identifier: string): string {
  return `\${${stack.node.path}:${identifier}}`;
}
