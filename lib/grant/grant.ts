import { Dependable, IConstruct, IDependable } from "constructs";
import { Aspects, TerraformModule, TerraformResource, TerraformStack } from "cdktf";
import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { TimeSleep } from "../rules/time-sleep";

/**
 * What a principal was granted: something that others can wait for. A resource that pulls when it is
 * made needs the role first, which Terraform can't see.
 *
 * `construct.node.addDependency(grant)` makes all resources and modules in a construct of the same
 * stack wait; `dependsOn: grant.dependables` is the same for one of them.
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

const prepared = new WeakSet<TerraformStack>();

/**
 * Renders what `node.addDependency` was told of grants when the stack is synthesized: cdktf keeps
 * such dependencies and does nothing with them.
 */
export function renderDependencies(stack: TerraformStack): void {
  if (!prepared.has(stack)) {
    prepared.add(stack);
    Aspects.of(stack).add({ visit: dependOnRoleAssignments });
  }
}

function dependOnRoleAssignments(construct: IConstruct): void {
  const addresses = construct.node.dependencies
    .filter((root) => root instanceof RoleAssignment || root instanceof TimeSleep)
    .map((root) => `${root.terraformResourceType}.${root.friendlyUniqueId}`);
  if (addresses.length === 0) {
    return;
  }
  for (const waiting of construct.node.findAll()) {
    if (TerraformResource.isTerraformResource(waiting) || waiting instanceof TerraformModule) {
      waiting.dependsOn = [...new Set([...(waiting.dependsOn ?? []), ...addresses])];
    }
  }
}
