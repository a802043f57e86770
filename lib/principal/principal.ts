import { IConstruct } from "constructs";
import type { Certificate } from "../credential/certificate";
import type { CertificateProps } from "../credential/certificate-rules";
import type { ClientSecret } from "../credential/client-secret";
import type {
  FederatedCredential,
  FederatedCredentialOptions,
} from "../credential/federated-credential";
import type { FederatedIdentity } from "../credential/federated-identity";
import type { ClientSecretProps } from "../credential/rotation";

/**
 * What Azure calls the type of a principal in a role assignment. It is always sent: without it
 * Azure looks the principal up in a directory that may not know it yet, and a deployer whose own
 * role is limited to certain types is refused.
 */
export enum PrincipalType {
  /** A service principal, or a managed identity: to Azure RBAC they are the same. */
  SERVICE_PRINCIPAL = "ServicePrincipal",
  /** A security group of Microsoft Entra. */
  GROUP = "Group",
  /** A person. */
  USER = "User",
}

/** Someone who can be let in to a registry. */
export interface IAcrPrincipal extends IConstruct {
  /** What a role is assigned to: the object id, not the client id. */
  readonly objectId: string;
  /** What kind of principal the object id is of. */
  readonly principalType: PrincipalType;

  /**
   * Gives the service principal a client secret that rotates. On a principal that is only referenced,
   * the synth reports it as an error.
   *
   * @param id names the secret in Terraform addresses and in Entra's portal
   */
  addClientSecret(id: string, props?: ClientSecretProps): ClientSecret;

  /**
   * Lets the service principal prove itself by the private key of a certificate, which neither Entra
   * nor Terraform's state ever holds. To roll over, add the successor with another id, move the
   * consumers, then remove the first. On a principal that is only referenced, the synth reports it as
   * an error.
   *
   * @param id names the certificate in Terraform addresses
   */
  addCertificate(id: string, props: CertificateProps): Certificate;

  /**
   * Lets the service principal prove itself by a token of another platform: no secret exists. On a
   * principal that is only referenced, the synth reports it as an error.
   *
   * @param id names the federated credential in Terraform addresses and in Entra's portal
   */
  addFederatedCredential(
    id: string,
    identity: FederatedIdentity,
    options?: FederatedCredentialOptions,
  ): FederatedCredential;
}

/** A service principal that can be let in to a registry. */
export interface IAcrServicePrincipal extends IAcrPrincipal {
  /** The client id of its application: the docker user name. */
  readonly clientId: string;
}
