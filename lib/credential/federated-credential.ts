import { Construct } from "constructs";
import type { Application } from "@cdktf/provider-azuread/lib/application";
import { ApplicationFederatedIdentityCredential } from "@cdktf/provider-azuread/lib/application-federated-identity-credential";
import { literalId } from "../rules/construct-id";
import { Problem, reportAtSynth } from "../rules/problem";
import { FederatedIdentity } from "./federated-identity";

// Entra: 3 to 120 characters that need no escape in a URL; the name can't be changed later.
const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{2,119}$/;

/**
 * A federated credential: a token of another platform stands for the service principal, and there
 * is no secret. Made by `addFederatedCredential` of an `AcrServicePrincipal`.
 */
export class FederatedCredential extends Construct {
  /**
   * @param id the construct id, and the name in Entra's portal: 3 to 120 letters, digits, `-` or `_`
   * @param application the application of the service principal, owned by the same stack
   */
  public constructor(
    scope: Construct,
    id: string,
    application: Application,
    identity: FederatedIdentity,
  ) {
    super(scope, literalId(scope, id));
    reportAtSynth(this, () => federatedCredentialNameProblems(id));
    new ApplicationFederatedIdentityCredential(this, "Resource", {
      provider: application.provider,
      applicationId: application.id,
      displayName: id,
      audiences: [identity.audience],
      issuer: identity.issuer,
      subject: identity.subject,
    });
  }
}

/** Entra's rule for the name of a federated credential. */
export function federatedCredentialNameProblems(name: string): Problem[] {
  return NAME.test(name)
    ? []
    : [
        {
          key: "id",
          message: `"${name}" can't name a federated credential; use 3 to 120 letters, digits, "-" or "_", with a letter or digit first`,
        },
      ];
}
