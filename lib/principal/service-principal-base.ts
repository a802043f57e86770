import { Construct } from "constructs";
import { withOneCreationStack } from "../core/creation-stack";
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
import { type IAcrServicePrincipal, PrincipalType } from "./principal";
import { PrincipalBase } from "./principal-base";

/** The credentials of every service principal. */
export abstract class ServicePrincipalBase extends PrincipalBase implements IAcrServicePrincipal {
  public readonly principalType = PrincipalType.SERVICE_PRINCIPAL;
  public abstract readonly clientId: string;

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
