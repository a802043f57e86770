import { Construct } from "constructs";
import { TerraformProvider } from "cdktf";
import type { ApplicationReference } from "../credential/application-reference";
import { KnownIdentities, objectIdentity } from "../core/identities";
import { oneOf, standIn, text } from "../core/kinds";
import { meaningOf } from "../terraform/meaning";
import { reportAtSynth } from "../core/problem";
import { Reading, readProps, Shape } from "../core/props";
import { RENAME_OPTIONS, type RenameOptions } from "../terraform/renaming";
import { lowerCaseUuid, uuidProblems } from "../core/values";
import { IAcrPrincipal, PrincipalType } from "./principal";
import { PrincipalBase } from "./principal-base";
import { shown } from "../core/shown";

/** A principal that this stack does not own: it can be granted access. */
export abstract class ExistingPrincipal extends PrincipalBase {
  /** An error at synth, unless the reference was told to manage credentials. */
  protected applicationFor(credentialKind: string, id: string): ApplicationReference {
    reportAtSynth(this, () => [
      {
        key: credentialKind,
        message:
          `${shown(id)} can't be added: this principal is only referenced, so a credential made ` +
          "here would vanish with this stack while others rely on it; add the credential where the " +
          "principal is owned, own it here with new AcrServicePrincipal(…), or refer to the service " +
          "principal with manageCredentials: true",
      },
    ]);
    return { id: standIn(), clientId: standIn(), provider: this.azureadProvider };
  }
}

/** A principal that exists outside this program. */
export interface ExistingPrincipalAttributes extends RenameOptions {
  /** The object id; of a managed identity, its principal id. */
  readonly objectId: string;
  /** What kind of principal it is: Azure refuses a wrong type when the role is assigned. */
  readonly principalType: PrincipalType;
}

const EXISTING_PRINCIPAL: Shape<ExistingPrincipalAttributes> = {
  objectId: text,
  principalType: oneOf(PrincipalType),
  ...RENAME_OPTIONS,
};

/**
 * A reference to a managed identity, group, user or service principal that exists already. It can
 * be granted access; how it proves itself is managed where it is owned.
 */
export class AcrPrincipal extends ExistingPrincipal {
  /** References a principal by its object id, without looking it up. */
  public static fromObjectId(
    scope: Construct,
    id: string,
    attributes: ExistingPrincipalAttributes,
  ): IAcrPrincipal {
    return new AcrPrincipal(scope, id, readProps(EXISTING_PRINCIPAL, "attributes", attributes));
  }

  public readonly objectId: string;
  public readonly principalType: PrincipalType;
  public readonly azureadProvider?: TerraformProvider;

  private constructor(scope: Construct, id: string, given: Reading<ExistingPrincipalAttributes>) {
    super(scope, id, given.value);
    this.objectId = lowerCaseUuid(given.value.objectId);
    this.principalType = given.value.principalType;
    KnownIdentities.of(this).add(this, () => [objectIdentity(meaningOf(this.objectId, this))]);
    reportAtSynth(this, () =>
      given.with(
        uuidProblems("objectId", this.objectId, "the object id, not the client id or the name"),
      ),
    );
  }
}
