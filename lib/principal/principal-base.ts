import { Construct } from "constructs";
import { TerraformProvider } from "cdktf";
import { literalId } from "../core/construct-id";
import { oneOf, text } from "../core/kinds";
import { requireOneCopy } from "../core/one-copy";
import { Problem } from "../core/problem";
import { having, notOf, Shape } from "../core/props";
import { moveFrom, type RenameOptions } from "../terraform/renaming";
import { requireSoundElements } from "../terraform/stack-elements";
import { warnOfStateLeftBehind } from "../terraform/state-left-behind";
import { type IAcrPrincipal, PrincipalType } from "./principal";

/** What every principal has. */
export abstract class PrincipalBase extends Construct implements IAcrPrincipal {
  public abstract readonly objectId: string;
  public abstract readonly principalType: PrincipalType;
  /** The azuread provider of the principal's tenant; undefined is the stack's own. */
  public abstract readonly azureadProvider?: TerraformProvider;

  protected constructor(scope: Construct, id: string, renaming: RenameOptions = {}) {
    super(scope, literalId(scope, id));
    requireOneCopy(this);
    requireSoundElements(this);
    warnOfStateLeftBehind(this);
    moveFrom(this, renaming, "in the stack");
  }
}

/** The azuread provider of a principal's tenant, as far as this library knows; undefined is the stack's own. */
export function azureadProviderOf(principal: IAcrPrincipal): TerraformProvider | undefined {
  return principal instanceof PrincipalBase ? principal.azureadProvider : undefined;
}

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
