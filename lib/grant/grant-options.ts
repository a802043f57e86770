import { number, text } from "../core/kinds";
import { deliberate, optional, Shape } from "../core/props";
import { REPOSITORIES, Repositories } from "./repositories";

/** How far a grant reaches. */
export interface GrantOptions {
  /**
   * The repositories that the grant is for; needs a registry in abac or migrating mode. Must not happen
   * to be undefined: a grant of all repositories is one without this property.
   * @default - all repositories of the registry
   */
  readonly repositories?: Repositories;
  /**
   * Seconds that pass after the role assignment is made before what depends on the grant is made:
   * Azure and the registry cache roles, for ten minutes each at the worst, most often for less than
   * one. Needs the provider hashicorp/time.
   * Source: Microsoft's "Troubleshoot Azure RBAC" and the FAQ of Azure Container Registry.
   * @default - what depends on the grant is made at once
   */
  readonly propagationSeconds?: number;
  /**
   * The role assignment to take over instead of making it: its id in Azure,
   * `<scope>/providers/Microsoft.Authorization/roleAssignments/<name>`, or the name alone, as the error of
   * Azure has it, or, where another construct or module of this stack made it, its Terraform address there.
   * For a grant of one role. Where only Terraform knows the scope, the name alone takes Terraform 1.6.
   * @default - the role assignment is made
   */
  readonly adopt?: string;
}

export const GRANT_OPTIONS: Shape<GrantOptions> = {
  repositories: deliberate(
    REPOSITORIES,
    'is undefined, and a grant without it reaches every repository; write Repositories.named("team-a/app") or Repositories.withPrefix("team-a/")',
  ),
  propagationSeconds: optional(number),
  adopt: optional(text),
};
