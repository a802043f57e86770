import { Construct } from "constructs";
import { TerraformProvider } from "cdktf";
import { DataAzureadApplication } from "@cdktf/provider-azuread/lib/data-azuread-application";
import { DataAzureadServicePrincipal } from "@cdktf/provider-azuread/lib/data-azuread-service-principal";
import { flag, optionalProvider, standIn, text } from "../core/kinds";
import { reportAtSynth } from "../core/problem";
import { optional, Reading, Shape } from "../core/props";
import { shown } from "../core/shown";
import { lowerCaseUuid, uuidProblems } from "../core/values";
import type { ApplicationReference } from "../credential/application-reference";
import {
  applicationIdentity,
  clientIdentity,
  KnownIdentities,
  objectIdentity,
} from "../credential/known-identities";
import { meaningOf } from "../terraform/meaning";
import { RENAME_OPTIONS, type RenameOptions } from "../terraform/renaming";
import { lowerCaseResourceId, objectIdIn } from "./resource-id";
import { ServicePrincipalBase } from "./service-principal-base";

/** How far this stack may go with a service principal that it does not own. */
export interface ServicePrincipalReferenceOptions extends RenameOptions {
  /**
   * Whether credentials can be added to the application behind it. They are this stack's alone, and
   * vanish with it; other credentials of the application are left in peace. The deployer must be an
   * owner of the application, or have the permission Application.ReadWrite.All.
   * @default false - what consumers rely on is made where the application is owned
   */
  readonly manageCredentials?: boolean;
  /**
   * The azuread provider to use, for a stack with several tenants.
   * @default - the stack's azuread provider without an alias
   */
  readonly provider?: TerraformProvider;
  /**
   * The azuread provider of the application's tenant, where that is another than the service
   * principal's; for credentials.
   * @default - the provider of the service principal
   */
  readonly applicationProvider?: TerraformProvider;
}

/** A service principal that exists already, by its ids. */
export interface ExistingServicePrincipalAttributes extends ServicePrincipalReferenceOptions {
  /** The client id of its application. */
  readonly clientId: string;
  /** The object id of the service principal in the registry's tenant; not that of its application. */
  readonly objectId: string;
  /**
   * The resource id of its application, `/applications/<object id>`; used where credentials are
   * managed.
   * @default - Terraform looks it up by the client id
   */
  readonly applicationResourceId?: string;
}

export const REFERENCE_OPTIONS: Shape<ServicePrincipalReferenceOptions> = {
  manageCredentials: optional(flag),
  provider: optionalProvider("azuread"),
  applicationProvider: optionalProvider("azuread"),
  ...RENAME_OPTIONS,
};
export const EXISTING_SERVICE_PRINCIPAL: Shape<ExistingServicePrincipalAttributes> = {
  ...REFERENCE_OPTIONS,
  clientId: text,
  objectId: text,
  applicationResourceId: optional(text),
};

/** The ids that a reference was given; Terraform looks up the rest. */
interface KnownIds extends ServicePrincipalReferenceOptions {
  readonly clientId?: string;
  readonly objectId?: string;
  readonly applicationResourceId?: string;
}

/** A service principal that exists outside this program. */
export class ServicePrincipalReference extends ServicePrincipalBase {
  public readonly clientId: string;
  public readonly objectId: string;
  public readonly azureadProvider?: TerraformProvider;
  private readonly known: KnownIds;
  private application?: ApplicationReference;

  public constructor(scope: Construct, id: string, given: Reading<KnownIds>) {
    const known = given.value;
    super(scope, id, known);
    const clientId = lowerCaseUuid(known.clientId);
    const objectId = lowerCaseUuid(known.objectId);
    const applicationResourceId = lowerCaseResourceId(known.applicationResourceId);
    this.known = { ...known, clientId, objectId, applicationResourceId };
    this.azureadProvider = known.provider;
    if (objectId !== undefined) {
      this.objectId = objectId;
      this.clientId = clientId ?? this.lookUp({ objectId }).clientId;
    } else {
      this.clientId = clientId ?? this.lookUpApplication().clientId;
      this.objectId = this.lookUp({ clientId: this.clientId }).objectId;
    }
    KnownIdentities.of(this).add(this, () => [
      objectIdentity(meaningOf(this.objectId, this)),
      clientIdentity(meaningOf(this.clientId, this)),
      ...(applicationResourceId === undefined
        ? []
        : [applicationIdentity(meaningOf(applicationResourceId, this))]),
    ]);
    reportAtSynth(this, () =>
      given.with([
        ...uuidProblems("clientId", clientId, "the client id of the application, not its name"),
        ...uuidProblems("objectId", objectId, "the object id of the service principal"),
      ]),
    );
  }

  /** Where credentials are not managed, an error at synth. */
  protected applicationFor(credentialKind: string, id: string): ApplicationReference {
    if (this.known.manageCredentials !== true) {
      reportAtSynth(this, () => [
        { key: credentialKind, message: `${shown(id)} ${ONLY_REFERENCED}` },
      ]);
      return { id: standIn(), clientId: standIn(), provider: this.azureadProvider };
    }
    // One object for all credentials: federated credentials of one object are written in turn.
    this.application ??= {
      id: this.known.applicationResourceId ?? `/applications/${this.lookUpApplication().objectId}`,
      clientId: this.clientId,
      provider: this.known.applicationProvider ?? this.known.provider,
    };
    return this.application;
  }

  private lookUp(key: { clientId: string } | { objectId: string }): DataAzureadServicePrincipal {
    const { provider } = this.known;
    return new DataAzureadServicePrincipal(this, "Resource", { ...key, provider });
  }

  private lookUpApplication(): DataAzureadApplication {
    const { applicationResourceId, provider, applicationProvider = provider } = this.known;
    const key =
      applicationResourceId === undefined
        ? { clientId: this.clientId }
        : { objectId: objectIdIn("applications", applicationResourceId) };
    return new DataAzureadApplication(this, "application", {
      ...key,
      provider: applicationProvider,
    });
  }
}

const ONLY_REFERENCED =
  "can't be added: this principal is only referenced, so a credential made here would vanish with this " +
  "stack while others rely on it; add the credential where the principal is owned, own it here with " +
  "new AcrServicePrincipal(…), or refer to the service principal with manageCredentials: true";
