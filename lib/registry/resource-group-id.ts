import { Fn, Token } from "cdktf";
import { Problem } from "../core/problem";
import { shown } from "../core/shown";
import { UUID } from "../core/values";
import { resourceGroupNameProblems } from "./registry-rules";

const RESOURCE_GROUP_ID = new RegExp(`^/subscriptions/(${UUID})/resourceGroups/([^/]+)$`, "i");

/** What the id of a resource group holds. */
export interface ResourceGroupIdParts {
  /** The id in the spelling that Azure answers with; a token stays as it is. */
  readonly resourceGroupId: string;
  readonly subscriptionId: string;
  readonly resourceGroupName: string;
}

/** Takes the id of a resource group apart: here where it is literal, else in Terraform. */
export function resourceGroupIdParts(id: string): ResourceGroupIdParts {
  if (Token.isUnresolved(id)) {
    const segment = (index: number): string => Token.asString(Fn.element(Fn.split("/", id), index));
    return { resourceGroupId: id, subscriptionId: segment(2), resourceGroupName: segment(4) };
  }
  const [, subscription = "", resourceGroupName = ""] = RESOURCE_GROUP_ID.exec(id) ?? [];
  const subscriptionId = subscription.toLowerCase();
  return {
    resourceGroupId: `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroupName}`,
    subscriptionId,
    resourceGroupName,
  };
}

/** The rule for the id of a resource group. */
export function resourceGroupIdProblems(id: string): Problem[] {
  const [, , name = ""] = RESOURCE_GROUP_ID.exec(id) ?? [];
  return Token.isUnresolved(id) || resourceGroupNameProblems(name).length === 0
    ? []
    : [
        {
          key: "resourceGroupId",
          message: `${shown(id)} is not the resource id of a resource group; it reads /subscriptions/…/resourceGroups/…, as az group show --query id prints it`,
        },
      ];
}
