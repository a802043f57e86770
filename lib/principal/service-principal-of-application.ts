import { Construct } from "constructs";
import { Aspects, TerraformProvider } from "cdktf";
import type { Application } from "@cdktf/provider-azuread/lib/application";
import { ServicePrincipal } from "@cdktf/provider-azuread/lib/service-principal";
import { withOneCreationStack } from "../core/creation-stack";
import { optionalElement, optionalProvider } from "../core/kinds";
import { Problem, reportAtSynth } from "../core/problem";
import { readProps, Shape } from "../core/props";
import { shown } from "../core/shown";
import { warnOnce } from "../core/warning";
import type { ApplicationReference } from "../credential/application-reference";
import { isResource, requireElement } from "../terraform/elements";
import { areOfOneTenant } from "../terraform/providers";
import { RENAME_OPTIONS, type RenameOptions } from "../terraform/renaming";
import { requireOneServicePrincipal, takingOver, tellIdentities } from "./one-service-principal";
import { firstDeployer } from "./owners";
import { ServicePrincipalBase } from "./service-principal-base";
import { multitenancyProblems } from "./service-principal-rules";

/** The service principal of an application that the same program makes. */
export interface ServicePrincipalOfApplicationOptions extends RenameOptions {
  /**
   * The service principal, where the program makes it too.
   * @default - it is made, with the deployer as its owner; add the deployer to the `owners` of the
   * application too: one with the permission Application.ReadWrite.OwnedBy may else not change it. In the
   * application's own tenant, one that is there already is taken over, and deleted with this
   */
  readonly servicePrincipal?: ServicePrincipal;
  /**
   * The azuread provider of the tenant that the service principal is made in: for another tenant
   * than the application's, which must be multitenant then. Excludes `servicePrincipal`.
   * @default - the application's provider
   */
  readonly provider?: TerraformProvider;
}

const OPTIONS: Shape<ServicePrincipalOfApplicationOptions> = {
  servicePrincipal: optionalElement(
    (value): value is ServicePrincipal => isResource(value, ServicePrincipal.tfResourceType),
    `the resource ${ServicePrincipal.tfResourceType}`,
  ),
  provider: optionalProvider("azuread"),
  ...RENAME_OPTIONS,
};

/** A service principal whose application another part of the program makes. */
export class ServicePrincipalOfApplication extends ServicePrincipalBase {
  public readonly azureadProvider?: TerraformProvider;
  private readonly servicePrincipal: ServicePrincipal;

  public constructor(
    scope: Construct,
    id: string,
    private readonly application: Application,
    given?: ServicePrincipalOfApplicationOptions,
  ) {
    const reading = readProps(OPTIONS, "options", given);
    const options = reading.value;
    super(scope, id, options);
    requireElement(this, "resource", "azuread_application", application);
    const { provider = application.provider } = options;
    this.servicePrincipal =
      options.servicePrincipal ?? withOneCreationStack(() => this.register(provider));
    this.azureadProvider = this.servicePrincipal.provider;
    tellIdentities(this, application, this.servicePrincipal);
    reportAtSynth(this, () => [...reading.with(optionProblems(options)), ...this.tenantProblems()]);
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

  private register(provider?: TerraformProvider): ServicePrincipal {
    requireOneServicePrincipal(this, this.application, provider);
    // What the program sets on the application may come after this construct.
    Aspects.of(this).add({
      visit: (construct) => {
        if (construct === this && this.application.ownersInput === undefined) {
          warnOnce(this, "acr-auth:application-without-owner", WITHOUT_OWNER);
        }
      },
    });
    return new ServicePrincipal(this, "service_principal", {
      ...takingOver(areOfOneTenant(provider, this.application.provider)),
      provider,
      clientId: this.application.clientId,
      owners: [firstDeployer(this, "deployer", provider)],
    });
  }

  private tenantProblems(): Problem[] {
    return areOfOneTenant(this.azureadProvider, this.application.provider)
      ? []
      : multitenancyProblems(this.application.signInAudienceInput);
  }
}

const WITHOUT_OWNER =
  "The application has no owners, so azuread removes even the deployer after making it. A deployer " +
  "with the permission Application.ReadWrite.OwnedBy can't add anything to it then: put its object " +
  "id, which azuread_client_config tells, into owners.";

function optionProblems(options: ServicePrincipalOfApplicationOptions): Problem[] {
  return options.servicePrincipal === undefined || options.provider === undefined
    ? []
    : [
        {
          key: "provider",
          message: `${shown(options.provider.node.path)} has no meaning beside servicePrincipal, which has a provider of its own; leave it out`,
        },
      ];
}
