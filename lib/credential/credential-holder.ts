import { IConstruct } from "constructs";
import type { Certificate } from "./certificate";
import type { CertificateProps } from "./certificate-rules";
import type { ClientSecret } from "./client-secret";
import type { FederatedCredential, FederatedCredentialOptions } from "./federated-credential";
import type { FederatedIdentity } from "./federated-identity";
import type { ClientSecretProps } from "./rotation";

/**
 * Something that proves itself by credentials: a service principal, whose application holds them. Where it
 * is only referenced, and not told to manage credentials, the synth reports each as an error.
 */
export interface ICredentialHolder extends IConstruct {
  /**
   * Gives it a client secret that rotates.
   *
   * @param id names the secret in Terraform addresses and in Entra's portal
   */
  addClientSecret(id: string, props?: ClientSecretProps): ClientSecret;

  /**
   * Lets it prove itself by the private key of a certificate, which neither Entra nor Terraform's state
   * ever holds. To roll over, add the successor with another id, move the consumers, then remove the first.
   *
   * @param id names the certificate in Terraform addresses
   */
  addCertificate(id: string, props: CertificateProps): Certificate;

  /**
   * Lets it prove itself by a token of another platform: no secret exists.
   *
   * @param id names the federated credential in Terraform addresses and in Entra's portal
   */
  addFederatedCredential(
    id: string,
    identity: FederatedIdentity,
    options?: FederatedCredentialOptions,
  ): FederatedCredential;
}
