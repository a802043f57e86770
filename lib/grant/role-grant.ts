import { Construct, IConstruct } from "constructs";
import { TerraformProvider, TerraformStack } from "cdktf";
import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import type { IAcrPrincipal } from "../principal/principal";
import { requireAzurermFeatures } from "../rules/azurerm-features";
import { Problem, reportAtSynth } from "../rules/problem";
import { warnOnce } from "../rules/warning";
import { Access, rolesFor } from "./access";
import { MAX_CONDITION_BYTES, repositoryCondition } from "./condition";
import { PermissionsMode } from "./permissions-mode";
import { Repositories } from "./repositories";
import { AcrRole } from "./roles";

/** What a grant needs to know of the registry that it is for. */
export interface GrantedRegistry extends IConstruct {
  readonly registryId: string;
  readonly subscriptionId: string;
  readonly permissionsMode: PermissionsMode;
  readonly provider?: TerraformProvider;
}

/** How far a grant reaches. */
export interface GrantOptions {
  /**
   * The repositories that the grant is for; needs a registry in abac mode.
   * @default - all repositories of the registry
   */
  readonly repositories?: Repositories;
}

/**
 * Lets a principal do something with the content of a registry: one role assignment for each role
 * that the registry's permissions mode asks for.
 */
export function grantAccess(
  registry: GrantedRegistry,
  principal: IAcrPrincipal,
  access: Access,
  { repositories }: GrantOptions,
): void {
  const mode = registry.permissionsMode;
  for (const role of rolesFor(access, mode)) {
    const grant = RoleGrant.of(registry, principal, role);
    const limitable = role.repositoryActions.length > 0;
    grant.include(limitable ? repositories : undefined);
    if (repositories !== undefined) {
      reportAtSynth(grant, () => repositoriesProblems(access, mode));
      if (!limitable && mode === PermissionsMode.MIGRATING) {
        warnOnce(grant, "acr-auth:migrating-reaches-all", MIGRATING_REACHES_ALL);
      }
    }
    if (role === AcrRole.REPOSITORY_CONTRIBUTOR) {
      warnOnce(grant, "acr-auth:delete-pushes", DELETE_PUSHES);
    }
  }
}

const MIGRATING_REACHES_ALL =
  "Until the registry is switched to abac mode, its legacy role lets the principal in to every " +
  "repository; repositories take effect with the switch.";
const DELETE_PUSHES =
  "In abac mode no role deletes alone: Container Registry Repository Contributor, which is " +
  "assigned for it, lets the principal push and pull too.";

/** The rules for a grant that is limited to repositories. */
export function repositoriesProblems(access: Access, mode: PermissionsMode): Problem[] {
  if (mode === PermissionsMode.LEGACY) {
    return [
      {
        key: "repositories",
        message:
          "a registry in legacy mode can't limit a role to repositories; switch the registry and " +
          "permissionsMode to abac, or leave repositories out",
      },
    ];
  }
  return access === Access.LIST
    ? [
        {
          key: "repositories",
          message:
            "list is for the whole registry: Azure ignores a condition on the role for it; leave " +
            "repositories out",
        },
      ]
    : [];
}

/**
 * The one role assignment of a principal, a role and a registry: Azure refuses a second one. Every
 * grant that needs the role widens it, in whatever order the grants are made.
 */
class RoleGrant extends Construct {
  public static of(registry: GrantedRegistry, principal: IAcrPrincipal, role: AcrRole): RoleGrant {
    const grants = child(child(principal, "grant"), pathSeenFrom(principal, registry));
    const existing = grants.node.tryFindChild(role.roleName);
    return existing instanceof RoleGrant
      ? existing
      : new RoleGrant(grants, registry, principal, role);
  }

  private readonly assignment: RoleAssignment;
  private limited?: Repositories;
  private unlimited = false;

  private constructor(
    scope: Construct,
    registry: GrantedRegistry,
    principal: IAcrPrincipal,
    private readonly role: AcrRole,
  ) {
    super(scope, role.roleName);
    requireAzurermFeatures(this);
    reportAtSynth(this, () => conditionProblems(this.assignment.conditionInput));
    this.assignment = new RoleAssignment(this, "Resource", {
      provider: registry.provider,
      scope: registry.registryId,
      // Azure answers with the id below the scope's subscription, and azurerm compares text: any
      // other form is replaced on every plan.
      roleDefinitionId: `/subscriptions/${registry.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${role.definitionId}`,
      principalId: principal.objectId,
      principalType: principal.principalType,
      // azurerm tries half an hour by default when Azure does not know the principal.
      timeouts: { create: "10m" },
    });
  }

  /** Widens the grant by some repositories, or without them to all. */
  public include(repositories?: Repositories): void {
    this.unlimited ||= repositories === undefined;
    if (repositories !== undefined) {
      this.limited = Repositories.union(...(this.limited ? [this.limited] : []), repositories);
    }
    if (this.limited === undefined) {
      return;
    }
    if (this.unlimited) {
      this.assignment.resetCondition();
      this.assignment.resetConditionVersion();
      warnOnce(this, "acr-auth:wider-grant", WIDER_GRANT);
    } else {
      this.assignment.condition = repositoryCondition(this.role, this.limited);
      this.assignment.conditionVersion = "2.0";
    }
  }
}

const WIDER_GRANT =
  "One grant names repositories and another of the same role does not; the wider one wins, and the " +
  "principal reaches every repository of the registry. Leave out the grant that you don't mean.";

function child(scope: IConstruct, id: string): Construct {
  const existing = scope.node.tryFindChild(id);
  return existing instanceof Construct ? existing : new Construct(scope, id);
}

/**
 * Names the registry in the address of the role assignment: by its path, without the stack that
 * both are in.
 */
function pathSeenFrom(principal: IConstruct, registry: IConstruct): string {
  const stack = TerraformStack.of(registry).node;
  return TerraformStack.of(principal).node === stack
    ? registry.node.path.slice(stack.path.length + 1)
    : registry.node.path;
}

function conditionProblems(condition = ""): Problem[] {
  const bytes = Buffer.byteLength(condition);
  return bytes <= MAX_CONDITION_BYTES
    ? []
    : [
        {
          key: "repositories",
          message: `their condition has ${bytes} bytes; Azure allows ${MAX_CONDITION_BYTES}, name fewer repositories or the path that they share, as in Repositories.withPrefix("team-a/")`,
        },
      ];
}
