import { Token } from "cdktf";
import { Problem } from "../core/problem";
import { shown } from "../core/shown";
import { segmentOf, UUID } from "../core/values";
import { resourceGroupNameProblems } from "./registry-rules";

const GROUP = `/subscriptions/(${UUID})/resourceGroups/([^/]+)`;
const GROUP_ID = new RegExp(`^${GROUP}$`, "i");
const REGISTRY_ID = new RegExp(
  String.raw`^${GROUP}/providers/Microsoft\.ContainerRegistry/registries/([a-z0-9]{5,50})$`,
  "i",
);

/** What the id of a resource group holds. */
interface ResourceGroupIdParts {
  /** The id in the spelling that Azure answers with; a token stays as it is. */
  readonly resourceGroupId: string;
  readonly subscriptionId: string;
  readonly resourceGroupName: string;
}

/** What the id of a registry holds. */
interface RegistryIdParts {
  /** The id in the spelling that Azure answers with; a token stays as it is. */
  readonly registryId: string;
  readonly subscriptionId: string;
  readonly resourceGroupName: string;
  readonly registryName: string;
}

/** Takes the id of a resource group apart: here where it is literal, in Terraform where it is a token. */
export function resourceGroupIdParts(id: string): ResourceGroupIdParts {
  const parts = groupParts(GROUP_ID, id);
  return { resourceGroupId: Token.isUnresolved(id) ? id : groupId(parts), ...parts };
}

/** Takes the id of a registry apart: here where it is literal, in Terraform where it is a token. */
export function registryIdParts(id: string): RegistryIdParts {
  const parts = groupParts(REGISTRY_ID, id);
  if (Token.isUnresolved(id)) {
    return { registryId: id, ...parts, registryName: segmentOf(id, 8) };
  }
  const [, , , registryName = ""] = REGISTRY_ID.exec(id) ?? [];
  // azurerm compares the scope of a role assignment letter by letter with Azure's answer.
  const registryId = `${groupId(parts)}/providers/Microsoft.ContainerRegistry/registries/${registryName}`;
  return { registryId, ...parts, registryName };
}

type GroupParts = Pick<ResourceGroupIdParts, "subscriptionId" | "resourceGroupName">;

function groupParts(pattern: RegExp, id: string): GroupParts {
  if (Token.isUnresolved(id)) {
    return { subscriptionId: segmentOf(id, 2), resourceGroupName: segmentOf(id, 4) };
  }
  const [, subscriptionId = "", resourceGroupName = ""] = pattern.exec(id) ?? [];
  return { subscriptionId: subscriptionId.toLowerCase(), resourceGroupName };
}

function groupId({ subscriptionId, resourceGroupName }: GroupParts): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroupName}`;
}

/** The rule for the id of a resource group. */
export function resourceGroupIdProblems(id: string): Problem[] {
  return isId(GROUP_ID, id)
    ? []
    : [
        {
          key: "resourceGroupId",
          message: `${shown(id)} is not the resource id of a resource group; it reads /subscriptions/…/resourceGroups/…, as az group show --query id prints it`,
        },
      ];
}

/** The rule for the id of a registry. */
export function registryIdProblems(id: string): Problem[] {
  return isId(REGISTRY_ID, id)
    ? []
    : [
        {
          key: "registryId",
          message: `${shown(id)} is not the resource id of a container registry; it reads /subscriptions/…/resourceGroups/…/providers/Microsoft.ContainerRegistry/registries/…, as az acr show --query id prints it`,
        },
      ];
}

function isId(pattern: RegExp, id: string): boolean {
  const [, , resourceGroupName = ""] = pattern.exec(id) ?? [];
  return Token.isUnresolved(id) || resourceGroupNameProblems(resourceGroupName).length === 0;
}
