import { Construct } from "constructs";
import { TerraformStack, Token } from "cdktf";
import { RoleAssignment, RoleAssignmentConfig } from "@cdktf/provider-azurerm/lib/role-assignment";
import type { IAcrPrincipal } from "../principal/principal";
import { reportAtSynth } from "../rules/problem";
import { warnOnce } from "../rules/warning";
import { countAssignment } from "./assignment-limit";
import { conditionProblems, repositoryCondition } from "./condition";
import { requireOneAssignment } from "./duplicates";
import type { GrantScope } from "./grant-scope";
import { Propagation } from "./propagation";
import { Repositories } from "./repositories";
import { AcrRole } from "./roles";

/**
 * The one role assignment of a principal, a role and a scope: Azure refuses a second one. Every
 * grant that needs the role widens it, in whatever order the grants are made.
 */
export class RoleGrant extends Construct {
  public readonly assignment: RoleAssignment;
  private wait?: Propagation;
  private named?: Repositories;
  private unlimited = false;

  public constructor(
    parent: Construct,
    scope: GrantScope,
    principal: IAcrPrincipal,
    public readonly role: AcrRole,
  ) {
    super(parent, constructIdOf(role));
    reportAtSynth(this, () => (this.limit ? conditionProblems(role, this.limit) : []));
    requireOneAssignment(
      this,
      principal,
      scope.identity,
      role.definitionId ?? role.roleName.toLowerCase(),
    );
    countAssignment(TerraformStack.of(this), subscriptionOf(scope));
    this.assignment = new RoleAssignment(this, "Resource", {
      provider: scope.provider,
      scope: scope.scopeId,
      ...roleDefinition(role, scope.subscriptionId),
      principalId: principal.objectId,
      principalType: principal.principalType,
      // azurerm tries half an hour by default when Azure does not know the principal.
      timeouts: { create: "10m" },
    });
  }

  /** The repositories that the role is limited to; undefined where it is for all of them. */
  public get limit(): Repositories | undefined {
    return this.unlimited ? undefined : this.named;
  }

  /** The time that the role assignment takes to propagate; at least the seconds. */
  public propagation(seconds: number): Propagation {
    this.wait ??= new Propagation(this, this.assignment);
    this.wait.lastAtLeast(seconds);
    return this.wait;
  }

  /** Widens the grant by some repositories, or without them to all. */
  public include(repositories?: Repositories): void {
    this.unlimited ||= repositories === undefined;
    if (repositories !== undefined) {
      this.named = Repositories.union(...(this.named ? [this.named] : []), repositories);
    }
    if (this.limit !== undefined) {
      this.assignment.condition = repositoryCondition(this.role, this.limit);
      this.assignment.conditionVersion = "2.0";
    } else if (this.named !== undefined) {
      this.assignment.resetCondition();
      this.assignment.resetConditionVersion();
      warnOnce(this, "acr-auth:wider-grant", WIDER_GRANT);
    }
  }
}

const WIDER_GRANT =
  "One grant names repositories and another of the same role does not; the wider one wins, and the " +
  "principal reaches every repository of the registry. Leave out the grant that you don't mean.";

// An address must not have a token in it; that a role has no literal name is reported at synth.
function constructIdOf({ roleName }: AcrRole): string {
  return roleName === "" || Token.isUnresolved(roleName) ? "custom" : roleName;
}

// Where only Terraform knows the id of the subscription, it is that of the provider.
function subscriptionOf(scope: GrantScope): string {
  return Token.isUnresolved(scope.subscriptionId)
    ? (scope.provider ?? TerraformStack.of(scope)).node.path
    : scope.subscriptionId;
}

// Azure answers with the id below the scope's subscription, and azurerm compares text: any other
// form is replaced on every plan.
function roleDefinition(
  { definitionId, roleName }: AcrRole,
  subscriptionId: string,
): Pick<RoleAssignmentConfig, "roleDefinitionId" | "roleDefinitionName"> {
  return definitionId === undefined
    ? { roleDefinitionName: roleName }
    : {
        roleDefinitionId: `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${definitionId}`,
      };
}
