import { Construct, IConstruct } from "constructs";
import { Lazy, TerraformStack } from "cdktf";
import { ApplicationFederatedIdentityCredential } from "@cdktf/provider-azuread/lib/application-federated-identity-credential";
import { Adoption } from "../rules/adoption";
import { cloudOf, PUBLIC } from "../rules/azure-cloud";
import { literalId } from "../rules/construct-id";
import { Problem, reportAtSynth } from "../rules/problem";
import { text } from "../rules/kinds";
import { optional, readProps, Shape } from "../rules/props";
import { moveFrom, RENAME_OPTIONS } from "../rules/renaming";
import { adoptableCredential, adoptedCredentialProblems } from "./adopted-credential";
import { ApplicationReference, requireApplication } from "./application-reference";
import { FEDERATED_IDENTITY, FederatedIdentity } from "./federated-identity";
import { shown } from "../rules/shown";

// Entra: 3 to 120 characters that need no escape in a URL; the name can't be changed later.
const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{2,119}$/;

/** Entra's limit for one application. */
export const MAX_FEDERATED_CREDENTIALS = 20;

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

const credentialsOf = new WeakMap<IConstruct, Map<string, FederatedCredential[]>>();

/**
 * A federated credential: a token of another platform stands for the service principal, and there
 * is no secret. Made by `addFederatedCredential` of an `AcrServicePrincipal`.
 */
export class FederatedCredential extends Construct {
  private readonly resource: ApplicationFederatedIdentityCredential;
  private readonly identity: FederatedIdentity;

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
    this.identity = value;
    const reading = readProps(FEDERATED_CREDENTIAL_OPTIONS, "options", options);
    const { adopt } = reading.value;
    moveFrom(this, reading.value, "in its principal");
    const earlier = this.join(application);
    reportAtSynth(this, () => [
      ...problems,
      ...reading.with(adoptedCredentialProblems(adopt, application.id)),
      ...federatedCredentialNameProblems(id),
      ...this.limitProblems(earlier),
      ...this.repetitionProblems(earlier),
    ]);
    // Entra refuses to write two of one application at the same time, so each waits for the one
    // before it; one in another stack is written by another apply.
    const stack = TerraformStack.of(this);
    const previous = earlier.filter((other) => TerraformStack.of(other) === stack).at(-1);
    this.resource = new ApplicationFederatedIdentityCredential(this, "Resource", {
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
      dependsOn: previous && [previous.resource],
      // A renamed one keeps its name in Entra, which can't be changed without replacing it.
      lifecycle: { ignoreChanges: ["display_name"] },
    });
    if (adopt !== undefined) {
      new Adoption(this.resource, adopt, adoptableCredential(application.id));
    }
  }

  /** Joins the credentials of the application, and returns those that were there before. */
  private join(application: ApplicationReference): FederatedCredential[] {
    const all = credentialsOf.get(this.node.root) ?? new Map<string, FederatedCredential[]>();
    credentialsOf.set(this.node.root, all);
    // Two references to one application are two objects with one client id.
    const key = Construct.isConstruct(application) ? application.node.path : application.clientId;
    const earlier = all.get(key) ?? [];
    all.set(key, [...earlier, this]);
    return earlier;
  }

  private limitProblems(earlier: FederatedCredential[]): Problem[] {
    return earlier.length === MAX_FEDERATED_CREDENTIALS
      ? [
          {
            key: "id",
            message: `${shown(this.node.id)} is one more than the ${MAX_FEDERATED_CREDENTIALS} federated credentials that Entra allows an application; use another service principal for some`,
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
            message: `${shown(subject)} of the same issuer is that of ${same.node.path} too; Entra allows it once for an application, remove one`,
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
          message: `${shown(name)} can't name a federated credential; use 3 to 120 letters, digits, "-" or "_", with a letter or digit first`,
        },
      ];
}
