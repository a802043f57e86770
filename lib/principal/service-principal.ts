import { Construct } from "constructs";
import { TerraformProvider } from "cdktf";
import { Application } from "@cdktf/provider-azuread/lib/application";
import { DataAzureadServicePrincipal } from "@cdktf/provider-azuread/lib/data-azuread-service-principal";
import { ServicePrincipal } from "@cdktf/provider-azuread/lib/service-principal";
import { Certificate } from "../credential/certificate";
import type { CertificateProps } from "../credential/certificate-rules";
import { ClientSecret } from "../credential/client-secret";
import type { ClientSecretProps } from "../credential/rotation";
import { FederatedCredential } from "../credential/federated-credential";
import { FederatedIdentity } from "../credential/federated-identity";
import { literalId } from "../rules/construct-id";
import { withOneCreationStack } from "../rules/creation-stack";
import { reportAtSynth } from "../rules/problem";
import { uuidProblems } from "../rules/values";
import { firstDeployer } from "./deployer";
import { requireUniqueDisplayName } from "./display-names";
import { ExistingPrincipal } from "./existing-principal";
import { IAcrPrincipal, PrincipalType } from "./principal";
import { servicePrincipalProblems } from "./service-principal-rules";

/** A service principal that can be let in to a registry. */
export interface IAcrServicePrincipal extends IAcrPrincipal {
  /** The client id of its application: the docker user name. */
  readonly clientId: string;
}

/** A service principal, and the application behind it. */
export interface AcrServicePrincipalProps {
  /**
   * The name in Entra, of 120 characters at most. Must not be that of another application of the
   * tenant: a plan fails rather than adding a second one that nobody can tell apart.
   */
  readonly displayName: string;
  /**
   * What the application is for, of 1024 characters at most; shown on the service principal too.
   * @default - none
   */
  readonly description?: string;
  /**
   * Object ids of users and service principals that own the application and the service principal.
   * Owners who are users need the deployer to have User.Read.All.
   * @default - none beside the deployer
   */
  readonly owners?: string[];
  /**
   * Whether the identity that first applies this is an owner as well. Without it, a deployer with
   * the permission Application.ReadWrite.OwnedBy locks itself out.
   * @default true
   */
  readonly deployerIsOwner?: boolean;
  /**
   * Tags of the application, of 256 characters at most and without white space; Entra copies them
   * to the service principal.
   * @default - none
   */
  readonly tags?: string[];
  /**
   * Notes for administrators, of 1024 characters at most.
   * @default - none
   */
  readonly notes?: string;
  /**
   * Whose accounts may use the application: `AzureADMyOrg` or `AzureADMultipleOrgs`. Registry access
   * needs no personal accounts, and Entra allows applications with them two secrets only.
   * @default "AzureADMyOrg"
   */
  readonly signInAudience?: string;
  /**
   * The id of the application in a service management database; some tenants require one.
   * @default - none
   */
  readonly serviceManagementReference?: string;
  /**
   * `false` shuts the service principal out of everything at once, and keeps all its settings.
   * @default true
   */
  readonly accountEnabled?: boolean;
  /**
   * The azuread provider to use, for a stack with several tenants.
   * @default - the stack's azuread provider without an alias
   */
  readonly provider?: TerraformProvider;
}

/** A service principal that exists already, by both of its ids. */
export interface ExistingServicePrincipalAttributes {
  /** The client id of its application. */
  readonly clientId: string;
  /** The object id of the service principal in the registry's tenant; not that of its application. */
  readonly objectId: string;
}

interface Registration {
  readonly application: Application;
  readonly servicePrincipal: ServicePrincipal;
}

/**
 * A service principal for one application that pulls from or pushes to a registry, with the
 * application registration behind it.
 */
export class AcrServicePrincipal extends Construct implements IAcrServicePrincipal {
  /**
   * References a service principal by its client id. Terraform looks up its object id, for which
   * the deployer needs Application.Read.All.
   */
  public static fromClientId(scope: Construct, id: string, clientId: string): IAcrServicePrincipal {
    return new LookedUpServicePrincipal(scope, id, clientId);
  }

  /** References a service principal by both of its ids, without looking it up. */
  public static fromAttributes(
    scope: Construct,
    id: string,
    attributes: ExistingServicePrincipalAttributes,
  ): IAcrServicePrincipal {
    return new ExistingServicePrincipal(scope, id, attributes);
  }

  public readonly principalType = PrincipalType.SERVICE_PRINCIPAL;
  /** The `azuread_application`, for settings that this class does not know. */
  public readonly application: Application;
  /** The `azuread_service_principal`, for settings that this class does not know. */
  public readonly servicePrincipal: ServicePrincipal;

  public constructor(scope: Construct, id: string, props: AcrServicePrincipalProps) {
    super(scope, literalId(scope, id));
    reportAtSynth(this, () => servicePrincipalProblems(props));
    requireUniqueDisplayName(this, props.displayName, props.provider);
    const { application, servicePrincipal } = withOneCreationStack(() => this.register(props));
    this.application = application;
    this.servicePrincipal = servicePrincipal;
  }

  public get clientId(): string {
    return this.application.clientId;
  }

  public get objectId(): string {
    return this.servicePrincipal.objectId;
  }

  public addClientSecret(id: string, props?: ClientSecretProps): ClientSecret {
    const scope = this.credentials("client_secret");
    return withOneCreationStack(() => new ClientSecret(scope, id, this.application, props));
  }

  public addCertificate(id: string, props: CertificateProps): Certificate {
    const scope = this.credentials("certificate");
    return withOneCreationStack(() => new Certificate(scope, id, this.application, props));
  }

  public addFederatedCredential(id: string, identity: FederatedIdentity): FederatedCredential {
    const scope = this.credentials("federated_credential");
    return withOneCreationStack(
      () => new FederatedCredential(scope, id, this.application, identity),
    );
  }

  private register(props: AcrServicePrincipalProps): Registration {
    const { provider, displayName, description, notes } = props;
    const deployer = (props.deployerIsOwner ?? true) ? [firstDeployer(this, provider)] : [];
    const owners = [...(props.owners ?? []), ...deployer];
    const application = new Application(this, "application", {
      provider,
      displayName,
      description,
      notes,
      owners,
      preventDuplicateNames: true,
      signInAudience: props.signInAudience,
      serviceManagementReference: props.serviceManagementReference,
      tags: props.tags,
    });
    const servicePrincipal = new ServicePrincipal(this, "service_principal", {
      provider,
      clientId: application.clientId,
      accountEnabled: props.accountEnabled,
      description,
      notes,
      owners,
    });
    return { application, servicePrincipal };
  }

  // Each kind has its own scope, so that a secret and a federated credential may share a name.
  private credentials(kind: string): Construct {
    const existing = this.node.tryFindChild(kind);
    return existing instanceof Construct ? existing : new Construct(this, kind);
  }
}

class ExistingServicePrincipal extends ExistingPrincipal implements IAcrServicePrincipal {
  public readonly clientId: string;
  public readonly objectId: string;
  public readonly principalType = PrincipalType.SERVICE_PRINCIPAL;

  public constructor(
    scope: Construct,
    id: string,
    { clientId, objectId }: ExistingServicePrincipalAttributes,
  ) {
    super(scope, id);
    this.clientId = clientId;
    this.objectId = objectId;
    reportAtSynth(this, () => [
      ...uuidProblems("clientId", clientId, "the client id of the application"),
      ...uuidProblems("objectId", objectId, "the object id of the service principal"),
    ]);
  }
}

class LookedUpServicePrincipal extends ExistingPrincipal implements IAcrServicePrincipal {
  public readonly objectId: string;
  public readonly principalType = PrincipalType.SERVICE_PRINCIPAL;

  public constructor(
    scope: Construct,
    id: string,
    public readonly clientId: string,
  ) {
    super(scope, id);
    reportAtSynth(this, () => uuidProblems("clientId", clientId, "the client id, not the name"));
    this.objectId = new DataAzureadServicePrincipal(this, "Resource", { clientId }).objectId;
  }
}
