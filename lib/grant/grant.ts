import { Dependable, IDependable } from "constructs";
import { TerraformResource } from "cdktf";
import type { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";

/**
 * What a principal was granted: something that others can wait for. A resource that pulls when it is
 * made needs the role first, which Terraform can't see.
 *
 * `construct.node.addDependency(grant)` makes all resources and modules in a construct of the same
 * stack wait; `dependsOn: grant.dependables` is the same for one of them. Another stack can only wait as
 * a whole, by its own `addDependency`.
 */
export class Grant implements IDependable {
  public constructor(
    /** The role assignments; none where the grant broke a rule, or where roles are reported only. */
    public readonly roleAssignments: RoleAssignment[],
    /** What to wait for: the role assignments, or the end of the time that they propagate. */
    public readonly dependables: TerraformResource[] = roleAssignments,
  ) {
    if (!Array.isArray(roleAssignments) || !Array.isArray(dependables)) {
      throw new Error("A Grant is made of lists of resources; registry.grantPull(…) makes one.");
    }
    Dependable.implement(this, { dependencyRoots: dependables });
  }
}
