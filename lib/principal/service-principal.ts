import { Construct } from "constructs";
import { TerraformProvider } from "cdktf";
import { Application } from "@cdktf/provider-azuread/lib/application";
import type { DataAzureadServicePrincipal } from "@cdktf/provider-azuread/lib/data-azuread-service-principal";
import { ServicePrincipal } from "@cdktf/provider-azuread/lib/service-principal";
import { withOneCreationStack } from "../core/creation-stack";
import { text } from "../core/kinds";
import { reportAtSynth } from "../core/problem";
import { Reading, readProps } from "../core/props";
import type { ApplicationReference } from "../credential/application-reference";
import { Adoption } from "../terraform/adoption";
import { cloudOf, oneCloudProblems } from "../terraform/azure-cloud";
import { requireElement } from "../terraform/elements";
import { ADOPTABLE_APPLICATION, ADOPTABLE_SERVICE_PRINCIPAL } from "./adopted-service-principal";
import { requireUniqueDisplayName } from "./display-names";
import { requireOneServicePrincipal, takingOver, tellIdentities } from "./one-service-principal";
import { firstDeployer, ownersOf, warnOfManyOwners } from "./owners";
import type { IAcrServicePrincipal } from "./principal";
import { literalResourceIdProblems, objectIdIn, resourceIdProblems } from "./resource-id";
import { ServicePrincipalBase } from "./service-principal-base";
import {
  ServicePrincipalOfApplication,
  ServicePrincipalOfApplicationOptions,
} from "./service-principal-of-application";
import { AcrServicePrincipalProps, SERVICE_PRINCIPAL } from "./service-principal-props";
import {
  EXISTING_SERVICE_PRINCIPAL,
  ExistingServicePrincipalAttributes,
  REFERENCE_OPTIONS,
  ServicePrincipalReference,
  ServicePrincipalReferenceOptions,
} from "./service-principal-reference";
import { hasTwoTenants, MULTITENANT, servicePrincipalProblems } from "./service-principal-rules";

interface Registration {
  readonly application: Application;
  readonly servicePrincipal: ServicePrincipal;
}

/**
 * A service principal for one application that pulls from or pushes to a registry, with the
 * application registration behind it.
 */
export class AcrServicePrincipal extends ServicePrincipalBase {
  /**
   * References a service principal by its client id. Terraform looks up its object id, for which
   * the deployer needs Application.Read.All.
   */
  public static fromClientId(
    scope: Construct,
    id: string,
    clientId: string,
    options?: ServicePrincipalReferenceOptions,
  ): IAcrServicePrincipal {
    const given = readProps(REFERENCE_OPTIONS, "options", options);
    return new ServicePrincipalReference(scope, id, given.and("clientId", text, clientId));
  }

  /**
   * References a service principal by its object id; not by that of its application. Terraform looks
   * up its client id, for which the deployer needs Application.Read.All.
   */
  public static fromObjectId(
    scope: Construct,
    id: string,
    objectId: string,
    options?: ServicePrincipalReferenceOptions,
  ): IAcrServicePrincipal {
    const given = readProps(REFERENCE_OPTIONS, "options", options);
    return new ServicePrincipalReference(scope, id, given.and("objectId", text, objectId));
  }

  /**
   * References a service principal by its resource id, `/servicePrincipals/<object id>`, or by that of
   * its application, `/applications/<object id>`. Terraform looks up the rest, for which the deployer
   * needs Application.Read.All.
   */
  public static fromResourceId(
    scope: Construct,
    id: string,
    resourceId: string,
    options?: ServicePrincipalReferenceOptions,
  ): IAcrServicePrincipal {
    const given = readProps(REFERENCE_OPTIONS, "options", options).and(
      "resourceId",
      text,
      resourceId,
    );
    const { resourceId: known, ...others } = given.value;
    const objectId = objectIdIn("servicePrincipals", known);
    const ids = objectId === undefined ? { applicationResourceId: known } : { objectId };
    const problems = given.with(literalResourceIdProblems("resourceId", known));
    return new ServicePrincipalReference(scope, id, new Reading({ ...others, ...ids }, problems));
  }

  /** References a service principal by its ids, without looking it up. */
  public static fromAttributes(
    scope: Construct,
    id: string,
    attributes: ExistingServicePrincipalAttributes,
  ): IAcrServicePrincipal {
    const given = readProps(EXISTING_SERVICE_PRINCIPAL, "attributes", attributes);
    const { applicationResourceId } = given.value;
    const problems = given.with(
      applicationResourceId === undefined
        ? []
        : resourceIdProblems("applicationResourceId", applicationResourceId, "applications"),
    );
    return new ServicePrincipalReference(scope, id, new Reading(given.value, problems));
  }

  /** References a service principal that the program looks up itself. */
  public static fromData(
    scope: Construct,
    id: string,
    servicePrincipal: DataAzureadServicePrincipal,
    options?: ServicePrincipalReferenceOptions,
  ): IAcrServicePrincipal {
    requireElement(scope, "data source", "azuread_service_principal", servicePrincipal);
    const { provider } = servicePrincipal;
    const { value, problems } = readProps(REFERENCE_OPTIONS, "options", options);
    const known = {
      provider,
      ...value,
      clientId: servicePrincipal.clientIdInput ?? servicePrincipal.clientId,
      objectId: servicePrincipal.objectIdInput ?? servicePrincipal.objectId,
    };
    return new ServicePrincipalReference(scope, id, new Reading(known, problems));
  }

  /**
   * Lets in an `azuread_application` that the same program makes. Its service principal is made with
   * it, unless the program makes that too; credentials can be added.
   */
  public static fromApplication(
    scope: Construct,
    id: string,
    application: Application,
    options?: ServicePrincipalOfApplicationOptions,
  ): IAcrServicePrincipal {
    return new ServicePrincipalOfApplication(scope, id, application, options);
  }

  public readonly azureadProvider?: TerraformProvider;
  /** The `azuread_application`, for settings that this class does not know. */
  public readonly application: Application;
  /**
   * The `azuread_service_principal`, for settings that this class does not know. Where it is made in the
   * application's tenant, one that a creation which broke off has left there is taken over (`use_existing`).
   * azuread passes over a deletion that Entra refuses then: what is left goes with the application.
   */
  public readonly servicePrincipal: ServicePrincipal;

  public constructor(scope: Construct, id: string, props: AcrServicePrincipalProps) {
    const reading = readProps(SERVICE_PRINCIPAL, "props", props);
    const { value } = reading;
    super(scope, id, value);
    this.azureadProvider = value.servicePrincipalProvider ?? value.provider;
    reportAtSynth(this, () => [
      ...reading.with(servicePrincipalProblems(value)),
      ...oneCloudProblems(
        {
          provider: "the azuread provider of the application",
          cloud: cloudOf(this, "azuread", value.provider),
        },
        {
          provider: "that of the service principal",
          cloud: cloudOf(this, "azuread", this.azureadProvider),
        },
      ),
    ]);
    warnOfManyOwners(this, value);
    requireUniqueDisplayName(this, value.displayName, value.provider);
    const { application, servicePrincipal } = withOneCreationStack(() => this.register(value));
    this.application = application;
    this.servicePrincipal = servicePrincipal;
    tellIdentities(this, application, servicePrincipal);
  }

  public get clientId(): string {
    return this.application.clientId;
  }

  public get objectId(): string {
    return this.servicePrincipal.objectId;
  }

  protected applicationFor(_credentialKind: string, _id: string): ApplicationReference {
    return this.application;
  }

  private register(props: AcrServicePrincipalProps): Registration {
    const { provider, displayName, description, notes, deployerIsOwner = true } = props;
    const isElsewhere = hasTwoTenants(props);
    const deployer = deployerIsOwner ? [firstDeployer(this, "deployer", provider)] : [];
    const owners = ownersOf(props, deployer);
    const application = new Application(this, "application", {
      provider,
      displayName,
      description,
      notes,
      owners,
      preventDuplicateNames: props.preventDuplicateNames ?? true,
      signInAudience: props.signInAudience ?? (isElsewhere ? MULTITENANT : undefined),
      serviceManagementReference: props.serviceManagementReference,
      tags: props.tags,
    });
    const servicePrincipal = new ServicePrincipal(this, "service_principal", {
      ...takingOver(!isElsewhere && props.adopt === undefined),
      provider: this.azureadProvider,
      clientId: application.clientId,
      accountEnabled: props.accountEnabled,
      description,
      notes,
      // An owner must be of the service principal's tenant, where the deployer has another object id.
      owners: isElsewhere
        ? deployer.map(() =>
            firstDeployer(this, "service_principal_deployer", this.azureadProvider),
          )
        : owners,
    });
    requireOneServicePrincipal(this, application, this.azureadProvider);
    if (props.adopt !== undefined) {
      new Adoption(
        application,
        "adopt.application",
        props.adopt.application,
        ADOPTABLE_APPLICATION,
      );
    }
    if (props.adopt?.servicePrincipal !== undefined) {
      new Adoption(
        servicePrincipal,
        "adopt.servicePrincipal",
        props.adopt.servicePrincipal,
        ADOPTABLE_SERVICE_PRINCIPAL,
      );
    }
    return { application, servicePrincipal };
  }
}
