import { TerraformStack } from "cdktf";
import { shown } from "../core/shown";
import { RBAC_ADMINISTRATOR } from "../role/role-definitions";
import { backendNeeds, unknownBackend } from "./backend";
import { Contents, Element } from "./contents";
import { delegatedBy } from "./delegation";
import { KnownRight, knownRight } from "./known-rights";
import { NeededPermission, neededPermissions } from "./needed-permissions";
import { NeededRole, neededRoles, RoleNeed, unfulfilled } from "./needed-roles";
import { notesOn } from "./notes";
import { hasOtherOwners, isApplicationOrServicePrincipal } from "./ownership";
import { isOfPlatform, NeededPlatformRight, neededPlatformRights } from "./platform-rights";
import { rightsText } from "./rights-text";
import { scopeOfId } from "./role-scope";
import { registrationNeeds, subscriptionReads } from "./subscription-needs";

/**
 * What the identity that deploys a stack may have to be given, and nothing more: permissions of
 * Microsoft Graph, roles in Azure and rights on the platforms that a client secret is delivered to, from
 * what the stack has in it, of whatever library.
 */
export class DeployerRights {
  /**
   * The rights for a stack that is complete: what is added later is not in them. Ask after
   * `app.synth()` for a stack that refers to another one, which cdktf tells apart only then.
   */
  public static of(stack: TerraformStack): DeployerRights {
    if (!TerraformStack.isStack(stack)) {
      throw new Error(`DeployerRights.of: ${shown(stack)} is not a stack; give a TerraformStack.`);
    }
    return new DeployerRights(stack.node.id, Contents.of(stack));
  }

  /** One permission of Microsoft Graph for each tenant: the one that allows all that is needed. */
  public readonly graphPermissions: NeededPermission[];
  /** The roles in Azure, each at the narrowest scope that exists before the first deployment. */
  public readonly azureRoles: NeededRole[];
  /** Roles in Azure that may be needed as well: `because` says in which case. */
  public readonly possibleAzureRoles: NeededRole[];
  /**
   * The roles of whoever runs the commands in the output `role_assignment_commands`; none unless the
   * stack reports its role assignments.
   */
  public readonly rolesOfWhoAssigns: NeededRole[];
  /** What it needs on other platforms, where a client secret is delivered to them. */
  public readonly platformRights: NeededPlatformRight[];
  /**
   * The applications and service principals that have owners beside the deployer. One that is a user
   * takes User.Read.All as well; one that is added later, Application.ReadWrite.All and
   * Directory.Read.All, or an administrator who adds it.
   */
  public readonly sharedOwnership: string[];
  /** What is in the stack and this report knows nothing of: ask its documentation. */
  public readonly unknown: string[];
  /** What else a reviewer should know. */
  public readonly notes: string[];

  private constructor(
    private readonly stackName: string,
    contents: Contents,
  ) {
    const elements = contents.elements.map((element) => ({
      element,
      right: knownRight(element, contents),
    }));
    this.graphPermissions = neededPermissions(
      elements.flatMap(({ element, right }) =>
        right?.permission === undefined ? [] : { permission: right.permission, element },
      ),
      contents,
    );
    const roleNeeds = [
      ...registrationNeeds(contents),
      ...backendNeeds(contents),
      ...elements.flatMap(({ element, right }) => roleNeed(element, right, contents) ?? []),
    ];
    this.azureRoles = neededRoles(roleNeeds);
    this.possibleAzureRoles = neededRoles(unfulfilled(subscriptionReads(contents), roleNeeds));
    this.rolesOfWhoAssigns = neededRoles(reportedNeeds(contents));
    this.platformRights = neededPlatformRights(contents);
    this.sharedOwnership = contents.elements
      .filter(
        (element) => isApplicationOrServicePrincipal(element) && hasOtherOwners(element, contents),
      )
      .map(({ type, path }) => `${type} ${path}`);
    this.unknown = [
      ...elements
        .filter(({ element, right }) => right === undefined && !isOfPlatform(element))
        .map(({ element: { type, path } }) => `${type} ${path}`),
      ...contents.modules.map((name) => `module ${name}`),
      ...unknownBackend(contents),
    ];
    this.notes = notesOn(contents);
  }

  /** All of this as a text for whoever grants the rights, with commands of az that do so. */
  public toText(): string {
    return rightsText(this.stackName, this);
  }
}

function roleNeed(
  element: Element,
  right: KnownRight | undefined,
  contents: Contents,
): RoleNeed | undefined {
  if (right?.role === undefined || right.at === undefined) {
    return undefined;
  }
  const { role, at } = right;
  return {
    role,
    scope: at.scope(element, contents),
    because: `${element.type} ${element.path}`,
    delegated:
      role === RBAC_ADMINISTRATOR ? delegatedBy(element.arguments, element.path) : undefined,
  };
}

function reportedNeeds(contents: Contents): RoleNeed[] {
  return contents.reported.map((args) => ({
    role: RBAC_ADMINISTRATOR,
    scope: scopeOfId(args.scope, contents),
    because: String(args.granted_by),
    delegated: delegatedBy(args, String(args.granted_by)),
  }));
}
