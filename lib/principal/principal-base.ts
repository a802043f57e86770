import { Construct } from "constructs";
import { TerraformProvider } from "cdktf";
import type { ApplicationReference } from "../credential/application-reference";
import { Certificate } from "../credential/certificate";
import type { CertificateProps } from "../credential/certificate-rules";
import { ClientSecret } from "../credential/client-secret";
import {
  FederatedCredential,
  type FederatedCredentialOptions,
} from "../credential/federated-credential";
import { FederatedIdentity } from "../credential/federated-identity";
import type { ClientSecretProps } from "../credential/rotation";
import { literalId } from "../core/construct-id";
import { withOneCreationStack } from "../core/creation-stack";
import { requireOneCopy } from "../core/one-copy";
import { moveFrom, type RenameOptions } from "../terraform/renaming";
import { requireSoundElements } from "../terraform/stack-elements";
import { warnOfStateLeftBehind } from "../terraform/state-left-behind";
import type { IAcrPrincipal, PrincipalType } from "./principal";

/** The credentials of every principal. */
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

  public addClientSecret(id: string, props?: ClientSecretProps): ClientSecret {
    const application = this.applicationFor("client secret", id);
    const scope = this.credentials("client_secret");
    return withOneCreationStack(() => new ClientSecret(scope, id, application, props));
  }

  public addCertificate(id: string, props: CertificateProps): Certificate {
    const application = this.applicationFor("certificate", id);
    const scope = this.credentials("certificate");
    return withOneCreationStack(() => new Certificate(scope, id, application, props));
  }

  public addFederatedCredential(
    id: string,
    identity: FederatedIdentity,
    options?: FederatedCredentialOptions,
  ): FederatedCredential {
    const application = this.applicationFor("federated credential", id);
    const scope = this.credentials("federated_credential");
    return withOneCreationStack(
      () => new FederatedCredential(scope, id, application, identity, options),
    );
  }

  /** The application that a credential is added to; where none may be, a problem is reported. */
  protected abstract applicationFor(credentialKind: string, id: string): ApplicationReference;

  // Each kind has its own scope, so that a secret and a federated credential may share a name.
  private credentials(kind: string): Construct {
    const existing = this.node.tryFindChild(kind);
    return existing instanceof Construct ? existing : new Construct(this, kind);
  }
}
