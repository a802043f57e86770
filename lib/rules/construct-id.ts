import { Construct } from "constructs";
import { Token } from "cdktf";
import { failure } from "./problem";

/**
 * Returns the id when it is literal text. cdktf checks this for resources only: a token in the id
 * of a plain construct ends up in the Terraform addresses below it, numbered by the order of the
 * program's lines, so that an unrelated edit replaces resources.
 */
export function literalId(scope: Construct, id: string): string {
  if (Token.isUnresolved(id)) {
    throw failure(
      scope,
      "The id of a construct in here is a token, a value that only Terraform knows; " +
        "ids become Terraform addresses and must be literal text. Name the construct yourself.",
    );
  }
  return id;
}
