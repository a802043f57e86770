import { Construct } from "constructs";
import { text } from "../core/kinds";
import { reportAtSynth } from "../core/problem";
import { readProps, Shape } from "../core/props";
import { lowerCaseUuid, uuidProblems } from "../core/values";
import { warnOnce } from "../core/warning";
import type { ScopeParts } from "../grant/grant-scope";
import { AcrScope, AcrScopeOptions, IAcrScope, SCOPE_OPTIONS } from "./scope";
import { resourceGroupIdParts, resourceGroupIdProblems } from "./scope-ids";

/** All registries of a resource group. */
export interface ResourceGroupAttributes extends AcrScopeOptions {
  /** The resource id of the group in the spelling of Azure (`az group show --query id`), or a token for it. */
  readonly resourceGroupId: string;
}

/** All registries of a subscription. */
export interface SubscriptionAttributes extends AcrScopeOptions {
  /** The id of the subscription, a UUID, or a token for it. */
  readonly subscriptionId: string;
}

const RESOURCE_GROUP: Shape<ResourceGroupAttributes> = { resourceGroupId: text, ...SCOPE_OPTIONS };
const SUBSCRIPTION: Shape<SubscriptionAttributes> = { subscriptionId: text, ...SCOPE_OPTIONS };

/**
 * All registries of a resource group or a subscription, those of tomorrow too, of which
 * `permissionsMode` must be true alike. Whoever is let in here is let in to each of them, whatever
 * repositories a grant on one of them names; so this warns.
 */
export class AcrRegistries extends AcrScope {
  /** The registries of a resource group. */
  public static inResourceGroup(
    scope: Construct,
    id: string,
    attributes: ResourceGroupAttributes,
  ): IAcrScope {
    const given = readProps(RESOURCE_GROUP, "attributes", attributes);
    const { resourceGroupId, ...parts } = resourceGroupIdParts(given.value.resourceGroupId);
    const { subscriptionId } = parts;
    const registries = new AcrRegistries(
      scope,
      id,
      resourceGroupId,
      subscriptionId,
      parts,
      given.value,
    );
    reportAtSynth(registries, () =>
      given.with(resourceGroupIdProblems(given.value.resourceGroupId)),
    );
    return registries;
  }

  /** The registries of a subscription. */
  public static inSubscription(
    scope: Construct,
    id: string,
    attributes: SubscriptionAttributes,
  ): IAcrScope {
    const given = readProps(SUBSCRIPTION, "attributes", attributes);
    const subscriptionId = lowerCaseUuid(given.value.subscriptionId);
    const scopeId = `/subscriptions/${subscriptionId}`;
    const registries = new AcrRegistries(
      scope,
      id,
      scopeId,
      subscriptionId,
      { subscriptionId },
      given.value,
    );
    reportAtSynth(registries, () =>
      given.with(
        uuidProblems("subscriptionId", subscriptionId, "the id, as az account show prints it"),
      ),
    );
    return registries;
  }

  private constructor(
    scope: Construct,
    id: string,
    public readonly scopeId: string,
    public readonly subscriptionId: string,
    public readonly parts: ScopeParts,
    options: AcrScopeOptions,
  ) {
    super(scope, id, options);
    warnOnce(
      this,
      "acr-auth:many-registries",
      "Grants here reach every registry of the resource group or subscription, those of tomorrow " +
        "too. Grant on single registries, or acknowledge this.",
    );
  }
}
