import { Construct, IConstruct } from "constructs";
import { TerraformProvider } from "cdktf";
import type { ContainerRegistry } from "@cdktf/provider-azurerm/lib/container-registry";
import { DataAzurermContainerRegistry } from "@cdktf/provider-azurerm/lib/data-azurerm-container-registry";
import { Access } from "../grant/access";
import { PermissionsMode } from "../grant/permissions-mode";
import { grantAccess, GrantOptions } from "../grant/role-grant";
import type { IAcrPrincipal } from "../principal/principal";
import { requireAzurermFeatures } from "../rules/azurerm-features";
import { literalId } from "../rules/construct-id";
import { withOneCreationStack } from "../rules/creation-stack";
import { failure, reportAtSynth } from "../rules/problem";
import { registryIdParts, registryIdProblems } from "./registry-id";
import {
  loginServerProblems,
  permissionsModeProblems,
  registryNameProblems,
  resourceGroupNameProblems,
} from "./registry-rules";

/** A container registry that principals are let in to. */
export interface IAcrRegistry extends IConstruct {
  /** The resource id: the scope of the role assignments. */
  readonly registryId: string;
  /** The name of the resource, in the spelling of Azure; not the docker host. */
  readonly registryName: string;
  /**
   * The docker host, as in `contososhop.azurecr.io`. Never derived from the name: registries with a
   * domain name label have a hash in it.
   *
   * @throws where it was not given and can't be read
   */
  readonly loginServer: string;
  /** Which roles the registry honours. */
  readonly permissionsMode: PermissionsMode;

  /**
   * Lets a principal do something with the registry's content, by the roles that the permissions
   * mode asks for. Grants are made once, however often and in whatever order they are asked for.
   */
  grant(principal: IAcrPrincipal, access: Access, options?: GrantOptions): void;
  /** Lets a principal pull: AcrPull, or Container Registry Repository Reader in abac mode. */
  grantPull(principal: IAcrPrincipal, options?: GrantOptions): void;
  /** Lets a principal push and pull: AcrPush, or Container Registry Repository Writer in abac mode. */
  grantPush(principal: IAcrPrincipal, options?: GrantOptions): void;
  /**
   * Lets a principal delete: AcrDelete, or Container Registry Repository Contributor in abac mode,
   * which pushes and pulls too.
   */
  grantDelete(principal: IAcrPrincipal, options?: GrantOptions): void;
}

/** What no registry resource or data source tells. */
export interface RegistryOptions {
  /**
   * Which roles the registry honours: `az acr show --query roleAssignmentMode` tells. The wrong mode
   * assigns roles that have no effect.
   * @default PermissionsMode.LEGACY - what registries are made with unless told otherwise
   */
  readonly permissionsMode?: PermissionsMode;
  /**
   * The azurerm provider for the registry and its role assignments; needed when the registry is in
   * another subscription than that of the stack.
   * @default - the stack's azurerm provider without an alias
   */
  readonly provider?: TerraformProvider;
}

/** A registry that Terraform looks up. */
export interface RegistryNameAttributes extends RegistryOptions {
  /** The name of the resource: 5 to 50 letters and digits. */
  readonly registryName: string;
  /** The resource group that the registry is in. */
  readonly resourceGroupName: string;
}

/** A registry that is known without looking it up. */
export interface RegistryAttributes extends RegistryOptions {
  /** The resource id, or a token for it. */
  readonly registryId: string;
  /**
   * The docker host, in lower case.
   * @default - not known: reading `loginServer` is an error
   */
  readonly loginServer?: string;
}

/** A container registry, and the way to let principals in. */
export abstract class AcrRegistry extends Construct implements IAcrRegistry {
  /** References a registry by its name. Terraform looks it up, in the provider's subscription. */
  public static fromName(
    scope: Construct,
    id: string,
    attributes: RegistryNameAttributes,
  ): IAcrRegistry {
    return new LookedUpRegistry(scope, id, attributes);
  }

  /** References a registry by its id, without looking it up. */
  public static fromAttributes(
    scope: Construct,
    id: string,
    attributes: RegistryAttributes,
  ): IAcrRegistry {
    return new GivenRegistry(scope, id, attributes);
  }

  /** Wraps a registry that the same program makes. */
  public static fromResource(
    scope: Construct,
    id: string,
    containerRegistry: ContainerRegistry,
    options: RegistryOptions = {},
  ): IAcrRegistry {
    return new OwnRegistry(scope, id, containerRegistry, options);
  }

  public abstract readonly registryId: string;
  public abstract readonly registryName: string;
  public abstract readonly loginServer: string;
  /** The subscription of the registry: its role definitions are named below it. */
  public abstract readonly subscriptionId: string;
  public readonly permissionsMode: PermissionsMode;
  /** The azurerm provider of the registry; undefined is the stack's own. */
  public readonly provider?: TerraformProvider;

  protected constructor(scope: Construct, id: string, options: RegistryOptions) {
    super(scope, literalId(scope, id));
    this.permissionsMode = options.permissionsMode ?? PermissionsMode.LEGACY;
    this.provider = options.provider;
    reportAtSynth(this, () => permissionsModeProblems(this.permissionsMode));
  }

  public grant(principal: IAcrPrincipal, access: Access, options: GrantOptions = {}): void {
    withOneCreationStack(() => {
      grantAccess(this, principal, access, options);
    });
  }

  public grantPull(principal: IAcrPrincipal, options?: GrantOptions): void {
    this.grant(principal, Access.PULL, options);
  }

  public grantPush(principal: IAcrPrincipal, options?: GrantOptions): void {
    this.grant(principal, Access.PUSH, options);
  }

  public grantDelete(principal: IAcrPrincipal, options?: GrantOptions): void {
    this.grant(principal, Access.DELETE, options);
  }
}

class LookedUpRegistry extends AcrRegistry {
  public readonly registryId: string;
  public readonly registryName: string;
  public readonly loginServer: string;
  public readonly subscriptionId: string;

  public constructor(scope: Construct, id: string, attributes: RegistryNameAttributes) {
    super(scope, id, attributes);
    const { registryName, resourceGroupName, provider } = attributes;
    reportAtSynth(this, () => [
      ...registryNameProblems(registryName),
      ...resourceGroupNameProblems(resourceGroupName),
    ]);
    requireAzurermFeatures(this);
    const lookup = new DataAzurermContainerRegistry(this, "Resource", {
      name: registryName,
      resourceGroupName,
      provider,
    });
    this.registryId = lookup.id;
    this.registryName = registryName;
    this.loginServer = lookup.loginServer;
    this.subscriptionId = registryIdParts(lookup.id).subscriptionId;
  }
}

class GivenRegistry extends AcrRegistry {
  public readonly registryId: string;
  public readonly registryName: string;
  public readonly subscriptionId: string;

  public constructor(
    scope: Construct,
    id: string,
    private readonly attributes: RegistryAttributes,
  ) {
    super(scope, id, attributes);
    const { registryId, registryName, subscriptionId } = registryIdParts(attributes.registryId);
    reportAtSynth(this, () => [
      ...registryIdProblems(attributes.registryId),
      ...loginServerProblems(attributes.loginServer),
    ]);
    this.registryId = registryId;
    this.registryName = registryName;
    this.subscriptionId = subscriptionId;
  }

  public get loginServer(): string {
    const { loginServer } = this.attributes;
    if (loginServer === undefined) {
      throw failure(
        this,
        "The login server is not known: AcrRegistry.fromAttributes was given none, and it can't be " +
          "derived from the name. Give it as loginServer (az acr show --query loginServer prints " +
          "it), or let Terraform look the registry up with AcrRegistry.fromName.",
      );
    }
    return loginServer;
  }
}

class OwnRegistry extends AcrRegistry {
  public readonly registryId: string;
  public readonly registryName: string;
  public readonly loginServer: string;
  public readonly subscriptionId: string;

  public constructor(
    scope: Construct,
    id: string,
    containerRegistry: ContainerRegistry,
    options: RegistryOptions,
  ) {
    super(scope, id, { ...options, provider: options.provider ?? containerRegistry.provider });
    this.registryId = containerRegistry.id;
    this.registryName = containerRegistry.name;
    this.loginServer = containerRegistry.loginServer;
    this.subscriptionId = registryIdParts(containerRegistry.id).subscriptionId;
  }
}
