import { Construct } from "constructs";
import { Token } from "cdktf";
import { hasExpression } from "./expressions";
import { inert } from "./inert";
import { failure } from "./problem";
import { shown } from "./shown";

/**
 * Returns the id when it is literal text. Ids become Terraform addresses and names in Entra, so:
 *
 * - no tokens. cdktf checks this for resources only: a token in the id of a plain construct ends up in
 *   the Terraform addresses below it, numbered by the order of the program's lines, so that an
 *   unrelated edit replaces resources.
 * - nothing that Terraform would evaluate where the id stands in a text.
 * - nothing that a terminal would obey where the id stands in a message.
 */
export function literalId(scope: Construct, id: string): string {
  if (!Construct.isConstruct(scope)) {
    throw new Error(
      `The scope of ${shown(id)} is ${shown(scope)} and no construct; give the stack or the construct that it is a part of, as in new AcrServicePrincipal(this, "web", …).`,
    );
  }
  if (typeof id !== "string" || id === "") {
    throw failure(
      scope,
      `The id of a construct in here is ${shown(id)}; ids become Terraform addresses, give text as in "web".`,
    );
  }
  if (Token.isUnresolved(id)) {
    throw failure(
      scope,
      "The id of a construct in here is a token, a value that only Terraform knows; " +
        "ids become Terraform addresses and must be literal text. Name the construct yourself.",
    );
  }
  for (const one of [...scope.node.path.split("/"), id]) {
    if (hasExpression(one)) {
      throw failure(
        scope,
        `The id ${shown(one)} has something in it that Terraform would evaluate, or a token; ` +
          "ids become Terraform addresses and must be literal text. Name the construct yourself.",
      );
    }
    if (inert(one) !== one) {
      throw failure(
        scope,
        `The id ${shown(one)} has control characters or changes of direction in it; use letters, digits, "-" and "_".`,
      );
    }
  }
  // constructs keeps children in an object, where these are there from the start.
  if (id in Object.prototype) {
    throw failure(
      scope,
      `The id ${shown(id)} is a word of JavaScript's own, which no construct can have; choose another.`,
    );
  }
  return id;
}
