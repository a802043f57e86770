import { Construct } from "constructs";
import { Lazy } from "cdktf";
import { ApplicationFederatedIdentityCredential } from "@cdktf/provider-azuread/lib/application-federated-identity-credential";
import { literalId } from "../core/construct-id";
import { text } from "../core/kinds";
import { Problem, reportAtSynth } from "../core/problem";
import { optional, readProps, Shape } from "../core/props";
import { shown } from "../core/shown";
import { Adoption } from "../terraform/adoption";
import { cloudOf, PUBLIC } from "../terraform/azure-cloud";
import { moveFrom, RENAME_OPTIONS } from "../terraform/renaming";
import { adoptableCredential, adoptedCredentialProblems } from "./adopted-credential";
import { ApplicationReference, requireApplication } from "./application-reference";
import { joinApplication } from "./federated-credentials";
import { FEDERATED_IDENTITY, FederatedIdentity } from "./federated-identity";

// Entra: 3 to 120 characters that need no escape in a URL; the name can't be changed later.
const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{2,119}$/;

/** Where a federated credential comes from. */
export interface FederatedCredentialOptions {
  /**
   * The ids that it had before at its principal, in any order: Terraform moves it, and destroys
   * nothing. In Entra, where a name can't be changed, it keeps its first.
   * @default - it had no other
   */
  readonly renamedFrom?: string[];
  /**
   * The federated credential to take over instead of making it: its id in azuread,
   * `<object id of the application>/federatedIdentityCredential/<id>`, or the id alone, as
   * `az ad app federated-credential list` tells it, or, where another construct or module of this stack
   * made it, its Terraform address there. The id alone takes Terraform 1.6 where only Terraform knows the
   * application.
   * @default - the federated credential is made
   */
  readonly adopt?: string;
}

const FEDERATED_CREDENTIAL_OPTIONS: Shape<FederatedCredentialOptions> = {
  ...RENAME_OPTIONS,
  adopt: optional(text),
};

/**
 * A federated credential: a token of another platform stands for the service principal, and there
 * is no secret. Made by `addFederatedCredential` of an `AcrServicePrincipal`.
 */
export class FederatedCredential extends Construct {
  /**
   * @param id the construct id, and the name in Entra's portal: 3 to 120 letters, digits, `-` or `_`
   * @param application the application of the service principal
   */
  public constructor(
    scope: Construct,
    id: string,
    application: ApplicationReference,
    identity: FederatedIdentity,
    options?: FederatedCredentialOptions,
  ) {
    super(scope, literalId(scope, id));
    requireApplication(this, application);
    const { value, problems } = FEDERATED_IDENTITY.read("identity", identity);
    const reading = readProps(FEDERATED_CREDENTIAL_OPTIONS, "options", options);
    const { adopt } = reading.value;
    moveFrom(this, reading.value, "in its principal");
    reportAtSynth(this, () => [
      ...problems,
      ...reading.with(adoptedCredentialProblems(adopt, application.id)),
      ...federatedCredentialNameProblems(id),
    ]);
    const resource = new ApplicationFederatedIdentityCredential(this, "Resource", {
      provider: application.provider,
      applicationId: application.id,
      displayName: id,
      // What the provider's cloud is may be said after this line.
      audiences: Lazy.listValue({
        produce: () => [
          value.audience ??
            (cloudOf(this, "azuread", application.provider) ?? cloudOf(this, "azurerm") ?? PUBLIC)
              .tokenAudience,
        ],
      }),
      issuer: value.issuer,
      subject: value.subject,
      // A renamed one keeps its name in Entra, which can't be changed without replacing it.
      lifecycle: { ignoreChanges: ["display_name"] },
    });
    joinApplication({ construct: this, identity: value, resource }, application);
    if (adopt !== undefined) {
      new Adoption(resource, "adopt", adopt, adoptableCredential(application.id));
    }
  }
}

/** Entra's rule for the name of a federated credential. */
function federatedCredentialNameProblems(name: string): Problem[] {
  return NAME.test(name)
    ? []
    : [
        {
          key: "id",
          message: `${shown(name)} can't name a federated credential; use 3 to 120 letters, digits, "-" or "_", with a letter or digit first`,
        },
      ];
}
