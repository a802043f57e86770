import { Construct, IConstruct } from "constructs";
import { Aspects, TerraformStack } from "cdktf";
import { placeNow } from "../core/place";
import { Problem, reportAtSynth } from "../core/problem";
import { Reading, readProps } from "../core/props";
import { wholeNumberProblems } from "../core/values";
import { warnOnce } from "../core/warning";
import type { IAcrPrincipal } from "../principal/principal";
import { azureadProviderOf } from "../principal/principal-base";
import { Access, rolesFor } from "../role/access";
import { PermissionsMode } from "../role/permissions-mode";
import { namesakeProblems, roleProblems, warningAbout } from "../role/role-rules";
import { ACR_ROLE, AcrRole } from "../role/roles";
import { cloudOf, oneCloudProblems } from "../terraform/azure-cloud";
import { requireAzurermFeatures } from "../terraform/azurerm-features";
import { followPlaceOf } from "../terraform/moves";
import { requireSoundElements } from "../terraform/stack-elements";
import { adoptedOfSeveralProblems } from "./adopted-assignment";
import { Ask, askProblems } from "./ask";
import { renderDependencies } from "./dependencies";
import { Grant } from "./grant";
import { GRANT_OPTIONS, type GrantOptions } from "./grant-options";
import type { GrantScope } from "./grant-scope";
import { limitsWithoutEffect, surpluses } from "./more-than-asked";
import { reportsRoleAssignments, requireRoleAssignmentsSetting } from "./reported-role-assignments";
import type { Repositories } from "./repositories";
import { limitedRoleProblems } from "./repositories-rules";
import { RoleGrant, roleId } from "./role-grant";
import { scopeAddress } from "./scope-address";
import { SharedScope } from "./shared-scope";

/** All that one principal was granted at one scope: one role assignment for each role. */
export class ScopeGrants extends Construct {
  public static of(scope: GrantScope, principal: IAcrPrincipal): ScopeGrants {
    const grants = principal.node.tryFindChild("grant") ?? new Construct(principal, "grant");
    const id = scopeAddress(scope, principal);
    const existing = grants.node.tryFindChild(id);
    if (existing instanceof ScopeGrants) {
      existing.share(scope);
      return existing;
    }
    return new ScopeGrants(grants, id, scope, principal);
  }

  private readonly scope: SharedScope;
  private readonly asks: Ask[] = [];
  private readonly roleGrants: RoleGrant[] = [];

  private constructor(
    parent: IConstruct,
    id: string,
    scope: GrantScope,
    private readonly principal: IAcrPrincipal,
  ) {
    super(parent, id);
    this.scope = new SharedScope(scope, TerraformStack.of(this));
    followPlaceOf(scope, this, (place) => scopeAddress(scope, principal, place));
    requireAzurermFeatures(this);
    requireSoundElements(this);
    requireRoleAssignmentsSetting(this);
    renderDependencies(TerraformStack.of(this));
    reportAtSynth(this, () => [
      ...askProblems(this.asks, this.permissionsMode),
      ...this.cloudProblems(),
      ...this.scope.problems(!reportsRoleAssignments(this)),
    ]);
    // What is too wide shows when all grants are known.
    Aspects.of(this).add({
      visit: (construct) => {
        if (construct === this) {
          this.warn();
        }
      },
    });
  }

  /** Assigns the roles that give an access in the scope's permissions mode. */
  public grantAccess(access: Access, given?: GrantOptions): Grant {
    const options = readProps(GRANT_OPTIONS, "options", given);
    const { repositories } = options.value;
    this.asks.push({ access, repositories, place: placeNow() });
    const roles = rolesFor(access, this.permissionsMode);
    if (this.permissionsMode === PermissionsMode.MIGRATING) {
      if (repositories !== undefined) {
        warnOnce(this, "acr-auth:migrating-reaches-all", MIGRATING_REACHES_ALL);
      }
      if (access === Access.CONTENT_TRUST) {
        warnOnce(this, "acr-auth:content-trust-ends", CONTENT_TRUST_ENDS);
      }
    }
    return this.grantOf(
      roles.map((role) => this.assign(role, repositories)),
      options,
    );
  }

  /** Assigns a role, whatever it gives. */
  public grantRole(given: AcrRole, givenOptions?: GrantOptions): Grant {
    const options = readProps(GRANT_OPTIONS, "options", givenOptions);
    const { repositories } = options.value;
    const { value: role, problems: wrong } = ACR_ROLE.read("role", given);
    if (wrong.length > 0) {
      reportAtSynth(this, () => wrong);
      return this.grantOf([], options);
    }
    const roleGrant = this.assign(role, repositories);
    const problems = roleProblems(role, this.permissionsMode);
    reportAtSynth(roleGrant, () =>
      problems.length === 0 && repositories !== undefined && !options.isWrong("repositories")
        ? limitedRoleProblems(role)
        : problems,
    );
    const warning = warningAbout(role);
    if (warning !== undefined) {
      warnOnce(roleGrant, "acr-auth:far-reaching-role", warning);
    }
    return this.grantOf([roleGrant], options);
  }

  private grantOf(roleGrants: RoleGrant[], options: Reading<GrantOptions>): Grant {
    const { adopt, propagationSeconds: seconds } = options.value;
    reportAtSynth(this, () =>
      options.with(wholeNumberProblems("propagationSeconds", seconds, 1, "seconds")),
    );
    if (adopt !== undefined && !options.isWrong("adopt")) {
      const roleNames = roleGrants.map(({ role }) => role.roleName);
      reportAtSynth(this, () => adoptedOfSeveralProblems(adopt, roleNames));
      roleGrants[0]?.adopt(adopt);
    }
    const assignments = roleGrants.flatMap(({ assignment }) => assignment ?? []);
    if (seconds === undefined) {
      return new Grant(assignments);
    }
    return new Grant(
      assignments,
      roleGrants.flatMap((roleGrant) => roleGrant.propagation(seconds) ?? []),
    );
  }

  private share(scope: GrantScope): void {
    if (this.scope.add(scope)) {
      this.roleGrants.forEach((roleGrant) => {
        roleGrant.share();
      });
    }
  }

  // That references to one scope say the same of it is checked.
  private get permissionsMode(): PermissionsMode {
    return this.scope.rendered.permissionsMode;
  }

  private cloudProblems(): Problem[] {
    const { principal } = this;
    const scope = this.scope.rendered;
    return oneCloudProblems(
      {
        provider: "the azuread provider of the principal",
        cloud: cloudOf(this, "azuread", azureadProviderOf(principal)),
      },
      {
        provider: `the azurerm provider of the ${scope.parts === undefined ? "key vault" : "registry"}`,
        cloud: cloudOf(this, "azurerm", scope.provider),
      },
    );
  }

  private assign(role: AcrRole, repositories?: Repositories): RoleGrant {
    const roleGrant = this.roleGrant(role);
    roleGrant.include(role.takesRepositories ? repositories : undefined);
    return roleGrant;
  }

  private roleGrant(role: AcrRole): RoleGrant {
    // By its id, so that names which ids can't tell apart are found as well.
    const existing = this.node.tryFindChild(roleId(role));
    if (!(existing instanceof RoleGrant)) {
      const added = new RoleGrant(this, this.scope, this.principal, role);
      this.roleGrants.push(added);
      return added;
    }
    if (existing.role !== role) {
      reportAtSynth(existing, () => namesakeProblems(existing.role, role, existing));
    }
    return existing;
  }

  private warn(): void {
    const roles = this.roleGrants.map(({ role }) => role);
    for (const { warningId, warning } of surpluses(this.asks, roles)) {
      warnOnce(this, warningId, warning);
    }
    for (const { limited, warning } of limitsWithoutEffect(this.roleGrants)) {
      warnOnce(limited, "acr-auth:wider-grant", warning);
    }
  }
}

const MIGRATING_REACHES_ALL =
  "Until the registry is switched to abac mode, its legacy role lets the principal in to every " +
  "repository; repositories take effect with the switch.";
const CONTENT_TRUST_ENDS =
  "Docker Content Trust ends with the switch to abac mode. Before it, grant sign, sign images with " +
  "Notation, and let those who pull verify that.";
