import { Fn, Token } from "cdktf";
import { Problem } from "../core/problem";
import { shown } from "../core/shown";
import { UUID } from "../core/values";
import { resourceGroupNameProblems } from "./registry-rules";

const REGISTRY_ID = new RegExp(
  String.raw`^/subscriptions/(${UUID})/resourceGroups/([^/]+)/providers/Microsoft\.ContainerRegistry/registries/([a-z0-9]{5,50})$`,
  "i",
);

/** What the id of a registry holds. */
export interface RegistryIdParts {
  /** The id in the spelling that Azure answers with; a token stays as it is. */
  readonly registryId: string;
  readonly subscriptionId: string;
  readonly resourceGroupName: string;
  readonly registryName: string;
}

/** Takes the id of a registry apart: here where it is literal, in Terraform where it is a token. */
export function registryIdParts(id: string): RegistryIdParts {
  if (Token.isUnresolved(id)) {
    const segment = (index: number): string => Token.asString(Fn.element(Fn.split("/", id), index));
    return {
      registryId: id,
      subscriptionId: segment(2),
      resourceGroupName: segment(4),
      registryName: segment(8),
    };
  }
  const [, subscription = "", resourceGroupName = "", registryName = ""] =
    REGISTRY_ID.exec(id) ?? [];
  const subscriptionId = subscription.toLowerCase();
  // azurerm compares the scope of a role assignment letter by letter with Azure's answer.
  const registryId = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroupName}/providers/Microsoft.ContainerRegistry/registries/${registryName}`;
  return { registryId, subscriptionId, resourceGroupName, registryName };
}

/** The rule for the id of a registry. */
export function registryIdProblems(id: string): Problem[] {
  const [, , resourceGroupName = ""] = REGISTRY_ID.exec(id) ?? [];
  return Token.isUnresolved(id) || resourceGroupNameProblems(resourceGroupName).length === 0
    ? []
    : [
        {
          key: "registryId",
          message: `${shown(id)} is not the resource id of a container registry; it reads /subscriptions/…/resourceGroups/…/providers/Microsoft.ContainerRegistry/registries/…, as az acr show --query id prints it`,
        },
      ];
}
