import { Construct } from "constructs";
import type { ContainerRegistry } from "@cdktf/provider-azurerm/lib/container-registry";
import { DataAzurermContainerRegistry } from "@cdktf/provider-azurerm/lib/data-azurerm-container-registry";
import { literal, standIn, text } from "../core/kinds";
import { reportAtSynth } from "../core/problem";
import { optional, Reading, readProps, Shape } from "../core/props";
import { lowerCaseUuid } from "../core/values";
import type { ScopeParts } from "../grant/grant-scope";
import { cloudOf, loginServerCloudProblems } from "../terraform/azure-cloud";
import { requireAzurermFeatures } from "../terraform/azurerm-features";
import { requireElement } from "../terraform/elements";
import { providerUsed, settingOf } from "../terraform/providers";
import {
  loginServerProblems,
  lookUpProblems,
  registryNameProblems,
  resourceGroupNameProblems,
} from "./registry-rules";
import {
  REGISTRY_RESOURCE_OPTIONS,
  RegistryResourceOptions,
  setRoleAssignmentMode,
} from "./role-assignment-mode";
import { AcrScope, AcrScopeOptions, IAcrScope, SCOPE_OPTIONS } from "./scope";
import { registryIdParts, registryIdProblems } from "./scope-ids";

/** A container registry that principals are let in to. */
export interface IAcrRegistry extends IAcrScope {
  /** The resource id: the scope of the role assignments. */
  readonly registryId: string;
  /** The name of the resource, in the spelling of Azure; not the docker host. */
  readonly registryName: string;
  /**
   * The docker host, as in `contososhop.azurecr.io`. Never derived from the name: registries with a
   * domain name label have a hash in it. Where it was not given and can't be read, asking for it is an
   * error that the synth reports.
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
  /**
   * The id of the subscription that the registry is in, for a stack with several. Terraform looks the
   * registry up in the subscription of its azurerm provider, so that one must have the same
   * `subscriptionId`.
   * @default - the subscription of the azurerm provider, whichever that is
   */
  readonly subscriptionId?: string;
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

const REGISTRY_NAME: Shape<RegistryNameAttributes> = {
  registryName: text,
  resourceGroupName: text,
  subscriptionId: optional(literal("give the id itself, or only the provider of the subscription")),
  ...SCOPE_OPTIONS,
};
const REGISTRY: Shape<RegistryAttributes> = {
  registryId: text,
  loginServer: optional(text),
  ...SCOPE_OPTIONS,
};

/** A container registry, and the way to let principals in. */
export abstract class AcrRegistry extends AcrScope implements IAcrRegistry {
  /** References a registry by its name. Terraform looks it up, in the provider's subscription. */
  public static fromName(
    scope: Construct,
    id: string,
    attributes: RegistryNameAttributes,
  ): IAcrRegistry {
    return new LookedUpRegistry(scope, id, readProps(REGISTRY_NAME, "attributes", attributes));
  }

  /** References a registry by its id, without looking it up. */
  public static fromAttributes(
    scope: Construct,
    id: string,
    attributes: RegistryAttributes,
  ): IAcrRegistry {
    return new GivenRegistry(scope, id, readProps(REGISTRY, "attributes", attributes));
  }

  /** Wraps a registry that the same program makes, and may set its mode. */
  public static fromResource(
    scope: Construct,
    id: string,
    containerRegistry: ContainerRegistry,
    options?: RegistryResourceOptions,
  ): IAcrRegistry {
    requireElement(scope, "resource", "azurerm_container_registry", containerRegistry);
    const given = readProps(REGISTRY_RESOURCE_OPTIONS, "options", options);
    return new OwnRegistry(scope, id, containerRegistry, given);
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
  public readonly parts: ScopeParts;

  public constructor(scope: Construct, id: string, given: Reading<RegistryNameAttributes>) {
    super(scope, id, given.value);
    const { registryName, resourceGroupName } = given.value;
    const subscriptionId = lowerCaseUuid(given.value.subscriptionId);
    const { provider } = this;
    reportAtSynth(this, () =>
      given.with([
        ...registryNameProblems(registryName),
        ...resourceGroupNameProblems(resourceGroupName),
        ...lookUpProblems(
          subscriptionId,
          settingOf(providerUsed(this, "azurerm", provider), "subscriptionId"),
        ),
      ]),
    );
    requireAzurermFeatures(this);
    const lookup = new DataAzurermContainerRegistry(this, "Resource", {
      name: registryName,
      resourceGroupName,
      provider,
    });
    this.registryId = lookup.id;
    this.registryName = registryName;
    this.loginServer = lookup.loginServer;
    this.subscriptionId = subscriptionId ?? registryIdParts(lookup.id).subscriptionId;
    this.parts = { subscriptionId, resourceGroupName, registryName };
  }
}

class GivenRegistry extends AcrRegistry {
  public readonly registryId: string;
  public readonly registryName: string;
  public readonly subscriptionId: string;
  public readonly parts: ScopeParts;
  private knownLoginServer?: string;

  public constructor(scope: Construct, id: string, given: Reading<RegistryAttributes>) {
    super(scope, id, given.value);
    const attributes = given.value;
    const { registryId, ...parts } = registryIdParts(attributes.registryId);
    reportAtSynth(this, () =>
      given.with([
        ...registryIdProblems(attributes.registryId),
        ...loginServerProblems(attributes.loginServer),
        ...loginServerCloudProblems(
          attributes.loginServer,
          cloudOf(this, "azurerm", this.provider),
        ),
      ]),
    );
    this.knownLoginServer = attributes.loginServer;
    this.registryId = registryId;
    this.registryName = parts.registryName;
    this.subscriptionId = parts.subscriptionId;
    this.parts = parts;
  }

  public get loginServer(): string {
    if (this.knownLoginServer === undefined) {
      reportAtSynth(this, () => [{ key: "loginServer", message: UNKNOWN_LOGIN_SERVER }]);
      this.knownLoginServer = standIn();
    }
    return this.knownLoginServer;
  }
}

const UNKNOWN_LOGIN_SERVER =
  "is asked for and not known: AcrRegistry.fromAttributes was given none, and it can't be derived from " +
  "the name; give it (az acr show --query loginServer prints it), or let Terraform look the registry " +
  "up with AcrRegistry.fromName";

class OwnRegistry extends AcrRegistry {
  public readonly registryId: string;
  public readonly registryName: string;
  public readonly loginServer: string;
  public readonly subscriptionId: string;
  public readonly parts: ScopeParts;

  public constructor(
    scope: Construct,
    id: string,
    containerRegistry: ContainerRegistry,
    given: Reading<RegistryResourceOptions>,
  ) {
    super(scope, id, { provider: containerRegistry.provider, ...given.value });
    reportAtSynth(this, () => given.problems);
    this.registryId = containerRegistry.id;
    this.registryName = containerRegistry.name;
    this.loginServer = containerRegistry.loginServer;
    this.subscriptionId = registryIdParts(containerRegistry.id).subscriptionId;
    this.parts = {
      resourceGroupName:
        containerRegistry.resourceGroupNameInput ?? containerRegistry.resourceGroupName,
      registryName: containerRegistry.nameInput ?? containerRegistry.name,
    };
    if (!given.isWrong("roleAssignmentMode")) {
      setRoleAssignmentMode(this, containerRegistry, given.value.roleAssignmentMode);
    }
  }
}
