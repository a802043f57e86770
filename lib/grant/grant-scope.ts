import { IConstruct } from "constructs";
import { TerraformProvider } from "cdktf";
import { PermissionsMode } from "../role/permissions-mode";

/** What a grant needs to know of where it is for. */
export interface GrantScope extends IConstruct {
  /** The resource id that roles are assigned at. */
  readonly scopeId: string;
  /** The subscription in that id. */
  readonly subscriptionId: string;
  /** Undefined of what is no registry and no place of registries. */
  readonly parts?: ScopeParts;
  /** Names the scope in Terraform addresses in place of its names in Azure. */
  readonly addressId?: string;
  readonly permissionsMode: PermissionsMode;
  readonly provider?: TerraformProvider;
}

/** What the resource id of a scope is made of; each part is literal or a token. */
export interface ScopeParts {
  /** Undefined is that of the scope's provider. */
  readonly subscriptionId?: string;
  /** Undefined is all of the subscription. */
  readonly resourceGroupName?: string;
  /** Undefined is all registries there. */
  readonly registryName?: string;
}
