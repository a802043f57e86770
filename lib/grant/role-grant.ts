import { Construct } from "constructs";
import { Lazy, TerraformStack, Token } from "cdktf";
import { RoleAssignment, RoleAssignmentConfig } from "@cdktf/provider-azurerm/lib/role-assignment";
import { reportAtSynth } from "../core/problem";
import { lowerCaseUuid } from "../core/values";
import { warnOnce } from "../core/warning";
import type { IAcrPrincipal } from "../principal/principal";
import { AcrRole } from "../role/roles";
import { Adoption } from "../terraform/adoption";
import { providerIn } from "../terraform/providers";
import { TimeSleep } from "../terraform/time-sleep";
import {
  adoptableAssignment,
  adoptedAssignmentProblems,
  adoptedTwiceProblems,
} from "./adopted-assignment";
import { countAssignment } from "./assignment-limit";
import { conditionProblems, repositoryCondition } from "./condition";
import { requireOneAssignment } from "./duplicates";
import { ReportedRoleAssignments, reportsRoleAssignments } from "./reported-role-assignments";
import { Repositories, unionOf } from "./repositories";
import { SameScopeCheck, SharedScope } from "./shared-scope";

/**
 * The one role assignment of a principal, a role and a scope: Azure refuses a second one. Every
 * grant that needs the role widens it, in whatever order the grants are made.
 */
export class RoleGrant extends Construct {
  /** Undefined where someone else assigns the roles of the stack. */
  public readonly assignment?: RoleAssignment;
  private wait?: TimeSleep;
  private check?: SameScopeCheck;
  private readonly named: Repositories[] = [];
  private allNamed?: Repositories;
  private unlimited = false;
  private adopted?: string;

  public constructor(
    parent: Construct,
    private readonly scope: SharedScope,
    principal: IAcrPrincipal,
    public readonly role: AcrRole,
  ) {
    super(parent, roleId(role));
    reportAtSynth(this, () => (this.limit ? conditionProblems(role, this.limit) : []));
    requireOneAssignment({ assignment: this, principal, scopes: scope.all, role });
    countAssignment(this, scope);
    const { principalType } = principal;
    const principalId = lowerCaseUuid(principal.objectId);
    if (reportsRoleAssignments(this)) {
      ReportedRoleAssignments.of(this).add(() => ({
        grantedBy: `${principal.node.path}: ${role.roleName} on ${scope.rendered.node.path}`,
        role: this.renderedScope.roleDefinitionId ?? role.roleName,
        scope: scope.rendered.scopeId,
        principalId,
        principalType,
        condition: this.condition,
      }));
    } else {
      this.assignment = new RoleAssignment(this, "Resource", {
        ...this.renderedScope,
        principalId,
        principalType,
        // azurerm tries half an hour by default when Azure does not know the principal.
        timeouts: { create: "10m" },
        // One that is adopted may have a description, and azurerm would replace it to remove that.
        lifecycle: { ignoreChanges: ["description"] },
      });
      this.share();
    }
  }

  /** The repositories that the role is limited to; undefined where it is for all of them. */
  public get limit(): Repositories | undefined {
    return this.unlimited || this.named.length === 0
      ? undefined
      : (this.allNamed ??= unionOf(this.named));
  }

  /**
   * The time that the role assignment takes to propagate; at least the seconds. Undefined where this
   * stack does not make the role assignment.
   */
  public propagation(seconds: number): TimeSleep | undefined {
    this.wait ??=
      this.assignment &&
      new TimeSleep(this, "propagation", {
        role_assignment: this.assignment.id,
        // Which from azurerm 5.2 on changes in place.
        condition: this.renderedCondition,
      });
    this.wait?.lastAtLeast(seconds);
    return this.wait;
  }

  /** Renders what the references to the scope agree on, when one has been added. */
  public share(): void {
    if (this.assignment !== undefined && this.scope.all.length > 1) {
      Object.assign(this.assignment, this.renderedScope);
      this.check ??= new SameScopeCheck(this.assignment, this.scope);
    }
  }

  /** Widens the grant by some repositories, or without them to all. */
  public include(repositories?: Repositories): void {
    if (repositories === undefined) {
      this.unlimited = true;
    } else {
      this.named.push(repositories);
      this.allNamed = undefined;
      this.limitAssignment();
    }
    if (this.unlimited && this.named.length > 0) {
      warnOnce(this, "acr-auth:wider-grant", WIDER_GRANT);
    }
  }

  /** Takes a role assignment over instead of making it; where nothing is made, nothing is taken. */
  public adopt(from: string): void {
    if (this.adopted === undefined) {
      this.adopted = from;
      reportAtSynth(this, () => [...adoptedAssignmentProblems(from, this.scope.rendered.scopeId)]);
      if (this.assignment !== undefined) {
        new Adoption(
          this.assignment,
          "adopt",
          from,
          adoptableAssignment(this.scope.rendered.scopeId),
        );
      }
    } else {
      const { adopted } = this;
      reportAtSynth(this, () => adoptedTwiceProblems(adopted, from));
    }
  }

  private get renderedScope(): Pick<
    RoleAssignmentConfig,
    "provider" | "scope" | "roleDefinitionId" | "roleDefinitionName"
  > {
    const { provider, scopeId, subscriptionId } = this.scope.rendered;
    return {
      provider: providerIn(TerraformStack.of(this), provider),
      scope: scopeId,
      ...roleDefinition(this.role, subscriptionId),
    };
  }

  // Grants may widen it until the stack is synthesized.
  private limitAssignment(): void {
    if (this.assignment !== undefined && this.assignment.conditionInput === undefined) {
      this.assignment.condition = this.renderedCondition;
      this.assignment.conditionVersion = Lazy.stringValue({ produce: () => this.limit && "2.0" });
    }
  }

  private get renderedCondition(): string {
    return Lazy.stringValue({ produce: () => this.condition });
  }

  private get condition(): string | undefined {
    return this.limit && repositoryCondition(this.role, this.limit);
  }
}

const WIDER_GRANT =
  "One grant names repositories and another of the same role does not; the wider one wins, and the " +
  "principal reaches every repository of the registry. Leave the wider one out, or name repositories for it.";

/**
 * The id of the construct for a role. An address must not have a token in it, nor can a construct have a
 * word of JavaScript's own for an id; that a role has no other name is reported at synth.
 */
export function roleId({ roleName }: AcrRole): string {
  return roleName === "" || Token.isUnresolved(roleName) || roleName in Object.prototype
    ? "custom"
    : roleName;
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
