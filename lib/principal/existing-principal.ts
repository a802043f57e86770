import { Construct } from "constructs";
import { TerraformProvider } from "cdktf";
import { oneOf, text } from "../core/kinds";
import { failure, reportAtSynth } from "../core/problem";
import { Reading, readProps, Shape } from "../core/props";
import { shown } from "../core/shown";
import { lowerCaseUuid, uuidProblems } from "../core/values";
import { KnownIdentities, objectIdentity } from "../credential/known-identities";
import { meaningOf } from "../terraform/meaning";
import { RENAME_OPTIONS, type RenameOptions } from "../terraform/renaming";
import { type IAcrPrincipal, type IAcrServicePrincipal, PrincipalType } from "./principal";
import { PrincipalBase } from "./principal-base";

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
export class AcrPrincipal extends PrincipalBase {
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

// The types know that these are for service principals; plain JavaScript is told when it calls one.
const OF_SERVICE_PRINCIPALS = [
  "addClientSecret",
  "addCertificate",
  "addFederatedCredential",
] satisfies (keyof IAcrServicePrincipal)[];

for (const method of OF_SERVICE_PRINCIPALS) {
  Object.defineProperty(AcrPrincipal.prototype, method, {
    value(this: AcrPrincipal, id: unknown): never {
      throw failure(
        this,
        `${method}: ${shown(id)} can't be added: this principal is only referenced, by an object id, and how it proves itself is managed where it is owned; own it here with new AcrServicePrincipal(…), or refer to a service principal by AcrServicePrincipal.fromClientId(…) with manageCredentials: true`,
      );
    },
  });
}
