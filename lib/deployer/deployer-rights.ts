import { TerraformStack } from "cdktf";
import { backendNeeds, registrationNeeds, unknownBackend } from "./around-resources";
import { Contents, Element } from "./contents";
import { delegatedBy } from "./delegation";
import { knownRight, RBAC_ADMINISTRATOR } from "./known-rights";
import { NeededPermission, neededPermissions, PermissionNeed } from "./needed-permissions";
import { NeededRole, neededRoles, RoleNeed } from "./needed-roles";
import { notesOn } from "./notes";
import { scopeOfId } from "./role-scope";
import { rightsText } from "./rights-text";

/**
 * What the identity that deploys a stack may have to be given, and nothing more: permissions of
 * Microsoft Graph and roles in Azure, from what the stack has in it, of whatever library.
 */
export class DeployerRights {
  /**
   * The rights for a stack that is complete: what is added later is not in them. Ask after
   * `app.synth()` for a stack that refers to another one, which cdktf tells apart only then.
   */
  public static of(stack: TerraformStack): DeployerRights {
    return new DeployerRights(stack.node.id, Contents.of(stack));
  }

  /** One permission of Microsoft Graph for each tenant: the one that allows all that is needed. */
  public readonly graphPermissions: NeededPermission[];
  /** The roles in Azure, each at the narrowest scope that exists before the first deployment. */
  public readonly azureRoles: NeededRole[];
  /**
   * The roles of whoever runs the commands in the output `role_assignment_commands`; none unless the
   * stack reports its role assignments.
   */
  public readonly rolesOfWhoAssigns: NeededRole[];
  /** What is in the stack and this report knows nothing of: ask its documentation. */
  public readonly unknown: string[];
  /** What else a reviewer should know. */
  public readonly notes: string[];

  private constructor(
    private readonly stackName: string,
    contents: Contents,
  ) {
    const { elements } = contents;
    this.graphPermissions = neededPermissions(
      elements.flatMap((element) => permissionNeeds(element, contents)),
      contents,
    );
    this.azureRoles = neededRoles([
      ...registrationNeeds(contents),
      ...backendNeeds(contents),
      ...elements.flatMap((element) => roleNeeds(element, contents)),
    ]);
    this.rolesOfWhoAssigns = neededRoles(reportedNeeds(contents));
    this.unknown = [
      ...elements
        .filter((element) => knownRight(element, contents) === undefined)
        .map(({ type, path }) => `${type} ${path}`),
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

function permissionNeeds(element: Element, contents: Contents): PermissionNeed[] {
  const permission = knownRight(element, contents)?.permission;
  return permission === undefined ? [] : [{ permission, element }];
}

function roleNeeds(element: Element, contents: Contents): RoleNeed[] {
  const { role, at } = knownRight(element, contents) ?? {};
  return role === undefined || at === undefined
    ? []
    : [
        {
          role,
          scope: at.scope(element, contents),
          because: `${element.type} ${element.path}`,
          delegated:
            role === RBAC_ADMINISTRATOR ? delegatedBy(element.arguments, element.path) : undefined,
        },
      ];
}

function reportedNeeds(contents: Contents): RoleNeed[] {
  return contents.reported.map((args) => ({
    role: RBAC_ADMINISTRATOR,
    scope: scopeOfId(args.scope, contents),
    because: String(args.granted_by),
    delegated: delegatedBy(args, String(args.granted_by)),
  }));
}
