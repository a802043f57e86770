import { Construct } from "constructs";
import type { Certificate } from "../credential/certificate";
import type { ClientSecret } from "../credential/client-secret";
import type { CertificateProps } from "../credential/certificate-rules";
import type { FederatedCredential } from "../credential/federated-credential";
import type { FederatedIdentity } from "../credential/federated-identity";
import type { ClientSecretProps } from "../credential/rotation";
import { literalId } from "../rules/construct-id";
import { failure, reportAtSynth } from "../rules/problem";
import { uuidProblems } from "../rules/values";
import type { IAcrPrincipal, PrincipalType } from "./principal";

/** A principal that this stack does not own: it can be granted access, and nothing else. */
export abstract class ExistingPrincipal extends Construct implements IAcrPrincipal {
  public abstract readonly objectId: string;
  public abstract readonly principalType: PrincipalType;

  protected constructor(scope: Construct, id: string) {
    super(scope, literalId(scope, id));
  }

  /** @throws always: the application of this principal is not owned by this stack. */
  public addClientSecret(id: string, _props?: ClientSecretProps): ClientSecret {
    throw this.credentialRefusal("client secret", id);
  }

  /** @throws always: the application of this principal is not owned by this stack. */
  public addCertificate(id: string, _props: CertificateProps): Certificate {
    throw this.credentialRefusal("certificate", id);
  }

  /** @throws always: the application of this principal is not owned by this stack. */
  public addFederatedCredential(id: string, _identity: FederatedIdentity): FederatedCredential {
    throw this.credentialRefusal("federated credential", id);
  }

  private credentialRefusal(kind: string, id: string): Error {
    return failure(
      this,
      `The ${kind} "${id}" can't be added: this principal is only referenced, so a credential ` +
        "made here would vanish with this stack while others rely on it. Add the credential where " +
        "the principal is owned, or own it here with new AcrServicePrincipal(…).",
    );
  }
}

/** A principal that exists outside this program. */
export interface ExistingPrincipalAttributes {
  /** The object id; of a managed identity, its principal id. */
  readonly objectId: string;
  /** What kind of principal it is: Azure refuses a wrong type when the role is assigned. */
  readonly principalType: PrincipalType;
}

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
    return new AcrPrincipal(scope, id, attributes);
  }

  public readonly objectId: string;
  public readonly principalType: PrincipalType;

  private constructor(scope: Construct, id: string, attributes: ExistingPrincipalAttributes) {
    super(scope, id);
    this.objectId = attributes.objectId;
    this.principalType = attributes.principalType;
    reportAtSynth(this, () =>
      uuidProblems("objectId", this.objectId, "the object id, not the client id or the name"),
    );
  }
}
