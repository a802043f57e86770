import { Construct } from "constructs";
import { oneOf, text } from "../core/kinds";
import { Problem } from "../core/problem";
import { having, notOf, Shape } from "../core/props";
import { IAcrPrincipal, PrincipalType } from "./principal";
import { PrincipalBase } from "./principal-base";

const PRINCIPAL: Shape<Pick<IAcrPrincipal, "objectId" | "principalType">> = {
  objectId: text,
  principalType: oneOf(PrincipalType),
};

/** What is wrong with the principal that a grant is for; those of this library tell of themselves. */
export function principalProblems(given: unknown): Problem[] {
  if (given instanceof PrincipalBase) {
    return [];
  }
  return Construct.isConstruct(given) && "principalType" in given
    ? having(PRINCIPAL).read("principal", given).problems
    : [
        {
          key: "principal",
          message: notOf(
            given,
            "a principal",
            "give the construct of one, of new AcrServicePrincipal(…), AcrServicePrincipal.fromApplication(…) or AcrPrincipal.fromObjectId(…)",
          ),
        },
      ];
}
