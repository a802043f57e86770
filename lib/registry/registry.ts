import { Construct } from "constructs";
import { TerraformStack, Token } from "cdktf";
import type { ContainerRegistry } from "@cdktf/provider-azurerm/lib/container-registry";
import { DataAzurermContainerRegistry } from "@cdktf/provider-azurerm/lib/data-azurerm-container-registry";
import { cloudOf, loginServerCloudProblems } from "../rules/azure-cloud";
import { requireAzurermFeatures } from "../rules/azurerm-features";
import { failure, reportAtSynth } from "../rules/problem";
import { registryIdParts, registryIdProblems } from "./registry-id";
import {
  loginServerProblems,
  registryNameProblems,
  resourceGroupNameProblems,
} from "./registry-rules";
import { RegistryResourceOptions, setRoleAssignmentMode } from "./role-assignment-mode";
import { AcrScope, AcrScopeOptions, IAcrScope } from "./scope";

/** A container registry that principals are let in to. */
export interface IAcrRegistry extends IAcrScope {
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
}

/** A registry that Terraform looks up. */
export interface RegistryNameAttributes extends AcrScopeOptions {
  /**
   * The name of the resource, 5 to 50 letters and digits, in the spelling of Azure: correcting its
   * capitals later replaces the role assignments, and for some 20 seconds nobody is let in.
   */
  readonly registryName: string;
  /** The resource group that the registry is in, in the spelling of Azure as well. */
  readonly resourceGroupName: string;
}

/** A registry that is known without looking it up. */
export interface RegistryAttributes extends AcrScopeOptions {
  /**
   * The resource id, or a token for it. In the spelling of Azure, as `az acr show --query id` prints
   * it: correcting the capitals of a name in it later replaces the role assignments.
   */
  readonly registryId: string;
  /**
   * The docker host, in lower case.
   * @default - not known: reading `loginServer` is an error
   */
  readonly loginServer?: string;
}

/** A container registry, and the way to let principals in. */
export abstract class AcrRegistry extends AcrScope implements IAcrRegistry {
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

  /** Wraps a registry that the same program makes, and may set its mode. */
  public static fromResource(
    scope: Construct,
    id: string,
    containerRegistry: ContainerRegistry,
    options: RegistryResourceOptions = {},
  ): IAcrRegistry {
    return new OwnRegistry(scope, id, containerRegistry, options);
  }

  public abstract readonly registryId: string;
  public abstract readonly registryName: string;
  public abstract readonly loginServer: string;

  public get scopeId(): string {
    return this.registryId;
  }
}

class LookedUpRegistry extends AcrRegistry {
  public readonly registryId: string;
  public readonly registryName: string;
  public readonly loginServer: string;
  public readonly subscriptionId: string;
  public readonly identity: string;

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
    const lookedUpIn = (provider ?? TerraformStack.of(this)).node.path;
    this.identity = Token.isUnresolved(`${resourceGroupName}${registryName}`)
      ? this.node.path
      : `${lookedUpIn} ${resourceGroupName}/${registryName}`.toLowerCase();
  }
}

class GivenRegistry extends AcrRegistry {
  public readonly registryId: string;
  public readonly registryName: string;
  public readonly subscriptionId: string;
  public readonly identity: string;

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
      ...loginServerCloudProblems(
        attributes.loginServer,
        cloudOf(this, "azurerm", attributes.provider),
      ),
    ]);
    this.registryId = registryId;
    this.registryName = registryName;
    this.subscriptionId = subscriptionId;
    this.identity = Token.isUnresolved(registryId) ? this.node.path : registryId.toLowerCase();
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
  public readonly identity: string;

  public constructor(
    scope: Construct,
    id: string,
    containerRegistry: ContainerRegistry,
    options: RegistryResourceOptions,
  ) {
    super(scope, id, { ...options, provider: options.provider ?? containerRegistry.provider });
    this.registryId = containerRegistry.id;
    this.registryName = containerRegistry.name;
    this.loginServer = containerRegistry.loginServer;
    this.subscriptionId = registryIdParts(containerRegistry.id).subscriptionId;
    this.identity = containerRegistry.node.path;
    setRoleAssignmentMode(this, containerRegistry, options.roleAssignmentMode);
  }
}
