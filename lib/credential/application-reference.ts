import { Construct } from "constructs";
import { TerraformProvider } from "cdktf";
import { optionalProvider, text } from "../core/kinds";
import { failure } from "../core/problem";
import { having, Shape } from "../core/props";
import { shown } from "../core/shown";

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

const APPLICATION: Shape<ApplicationReference> = {
  id: text,
  clientId: text,
  provider: optionalProvider("azuread"),
};

/** @throws when a credential is to be added to what is no application */
export function requireApplication(credential: Construct, application: ApplicationReference): void {
  const { problems } = having(APPLICATION).read("application", application);
  if (problems.length > 0) {
    throw failure(
      credential,
      `${shown(application)} is no application that a credential can be added to; add it by a method of the service principal, as in web.addClientSecret("docker").`,
    );
  }
}
