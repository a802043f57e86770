import { Construct } from "constructs";
import { TerraformProvider } from "cdktf";
import type { Application } from "@cdktf/provider-azuread/lib/application";
import { ServicePrincipal } from "@cdktf/provider-azuread/lib/service-principal";
import type { ApplicationReference } from "../credential/application-reference";
import { withOneCreationStack } from "../rules/creation-stack";
import { Problem, reportAtSynth } from "../rules/problem";
import { firstDeployer } from "./deployer";
import { IAcrServicePrincipal, PrincipalType } from "./principal";
import { PrincipalBase } from "./principal-base";
import { multitenancyProblems } from "./service-principal-rules";

/** The service principal of an application that the same program makes. */
export interface ServicePrincipalOfApplicationOptions {
  /**
   * The service principal, where the program makes it too.
   * @default - it is made, with the deployer as its owner
   */
  readonly servicePrincipal?: ServicePrincipal;
  /**
   * The azuread provider of the tenant that the service principal is made in: for another tenant
   * than the application's, which must be multitenant then.
   * @default - the application's provider
   */
  readonly provider?: TerraformProvider;
}

/** A service principal whose application another part of the program makes. */
export class ServicePrincipalOfApplication extends PrincipalBase implements IAcrServicePrincipal {
  public readonly principalType = PrincipalType.SERVICE_PRINCIPAL;
  private readonly servicePrincipal: ServicePrincipal;

  public constructor(
    scope: Construct,
    id: string,
    private readonly application: Application,
    options: ServicePrincipalOfApplicationOptions,
  ) {
    super(scope, id);
    const { provider = application.provider } = options;
    this.servicePrincipal =
      options.servicePrincipal ?? withOneCreationStack(() => this.register(provider));
    reportAtSynth(this, () => this.tenantProblems());
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
    return new ServicePrincipal(this, "service_principal", {
      provider,
      clientId: this.application.clientId,
      owners: [firstDeployer(this, "deployer", provider)],
    });
  }

  // What the program sets on the application may come after this construct.
  private tenantProblems(): Problem[] {
    return this.servicePrincipal.provider === this.application.provider
      ? []
      : multitenancyProblems(this.application.signInAudienceInput);
  }
}
