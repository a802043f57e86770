import { TerraformProvider } from "cdktf";

/**
 * The application that a credential is added to, by the attributes that azuread's resource and its
 * data source have in common.
 */
export interface ApplicationReference {
  /** The resource id: `/applications/<object id>`. */
  readonly id: string;
  /** The client id: the docker user name. */
  readonly clientId: string;
  /** The azuread provider of the application's tenant. */
  readonly provider?: TerraformProvider;
}
