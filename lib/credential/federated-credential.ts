import { Construct } from "constructs";
import { Lazy } from "cdktf";
import { ApplicationFederatedIdentityCredential } from "@cdktf/provider-azuread/lib/application-federated-identity-credential";
import { cloudOf, PUBLIC } from "../rules/azure-cloud";
import { literalId } from "../rules/construct-id";
import { Problem, reportAtSynth } from "../rules/problem";
import type { ApplicationReference } from "./application-reference";
import { FederatedIdentity } from "./federated-identity";

// Entra: 3 to 120 characters that need no escape in a URL; the name can't be changed later.
const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{2,119}$/;

/** Entra's limit for one application. */
export const MAX_FEDERATED_CREDENTIALS = 20;

const credentialsOf = new WeakMap<ApplicationReference, FederatedCredential[]>();

/**
 * A federated credential: a token of another platform stands for the service principal, and there
 * is no secret. Made by `addFederatedCredential` of an `AcrServicePrincipal`.
 */
export class FederatedCredential extends Construct {
  private readonly resource: ApplicationFederatedIdentityCredential;

  /**
   * @param id the construct id, and the name in Entra's portal: 3 to 120 letters, digits, `-` or `_`
   * @param application the application of the service principal
   */
  public constructor(
    scope: Construct,
    id: string,
    application: ApplicationReference,
    private readonly identity: FederatedIdentity,
  ) {
    super(scope, literalId(scope, id));
    const earlier = credentialsOf.get(application) ?? [];
    credentialsOf.set(application, [...earlier, this]);
    reportAtSynth(this, () => [
      ...federatedCredentialNameProblems(id),
      ...this.limitProblems(earlier),
      ...this.repetitionProblems(earlier),
    ]);
    // Entra refuses to write two of one application at the same time, so each waits for the one
    // before it.
    const previous = earlier.at(-1);
    this.resource = new ApplicationFederatedIdentityCredential(this, "Resource", {
      provider: application.provider,
      applicationId: application.id,
      displayName: id,
      // What the provider's cloud is may be said after this line.
      audiences: Lazy.listValue({
        produce: () => [
          identity.audience ??
            (cloudOf(this, "azuread", application.provider) ?? PUBLIC).tokenAudience,
        ],
      }),
      issuer: identity.issuer,
      subject: identity.subject,
      dependsOn: previous && [previous.resource],
    });
  }

  private limitProblems(earlier: FederatedCredential[]): Problem[] {
    return earlier.length === MAX_FEDERATED_CREDENTIALS
      ? [
          {
            key: "id",
            message: `"${this.node.id}" is one more than the ${MAX_FEDERATED_CREDENTIALS} federated credentials that Entra allows an application; use another service principal for some`,
          },
        ]
      : [];
  }

  private repetitionProblems(earlier: FederatedCredential[]): Problem[] {
    const { issuer, subject } = this.identity;
    const same = earlier.find(
      ({ identity }) => identity.issuer === issuer && identity.subject === subject,
    );
    return same === undefined
      ? []
      : [
          {
            key: "subject",
            message: `"${subject}" of the same issuer is that of ${same.node.path} too; Entra allows it once for an application, remove one`,
          },
        ];
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
