import { IConstruct } from "constructs";
import { TerraformProvider } from "cdktf";
import { PermissionsMode } from "./permissions-mode";

/** What a grant needs to know of where it is for. */
export interface GrantScope extends IConstruct {
  /** The resource id that roles are assigned at. */
  readonly scopeId: string;
  /** The subscription in that id. */
  readonly subscriptionId: string;
  /** The same text for two references to one scope, as far as the program can tell. */
  readonly identity: string;
  readonly permissionsMode: PermissionsMode;
  readonly provider?: TerraformProvider;
}
