import { AzureError } from "./azure-error";
import { checkCondition } from "./condition";
import type { Directory } from "./directory";
import type { PrincipalType } from "./directory-objects";
import { type Role, roleDefinitionId, roleWithId } from "./roles";

export interface RoleAssignment {
  readonly id: string;
  readonly name: string;
  readonly scope: string;
  readonly role: Role;
  readonly roleDefinitionId: string;
  readonly principalId: string;
  readonly principalType: PrincipalType;
  readonly condition: string | undefined;
  readonly conditionVersion: string | undefined;
  readonly description: string | undefined;
}

export interface RoleAssignmentRequest {
  /** A GUID that the caller draws: a request that is sent twice makes one assignment. */
  name: string;
  scope: string;
  roleDefinitionId: string;
  principalId: string;
  principalType: PrincipalType | undefined;
  condition: string | undefined;
  conditionVersion: string | undefined;
  description: string | undefined;
}

/** The role assignments of a subscription, as the authorization service of Azure Resource Manager keeps them. */
export class RoleAssignments {
  private readonly byId = new Map<string, RoleAssignment>();

  constructor(
    private readonly subscriptionId: string,
    private readonly directory: Directory,
  ) {}

  put(request: RoleAssignmentRequest): RoleAssignment {
    const role = this.roleOf(request);
    if (request.condition !== undefined) {
      checkCondition(request.condition, request.conditionVersion ?? "2.0");
    }
    const assignment = this.assignmentOf(request, role);
    this.refuseDuplicate(assignment);
    this.byId.set(assignment.id.toLowerCase(), assignment);
    return assignment;
  }

  get(id: string): RoleAssignment | undefined {
    return this.byId.get(id.toLowerCase());
  }

  all(): RoleAssignment[] {
    return [...this.byId.values()];
  }

  delete(id: string): void {
    this.byId.delete(id.toLowerCase());
  }

  /** When a resource goes, its role assignments go with it. */
  deleteBelow(scope: string): void {
    this.all()
      .filter((assignment) =>
        `${assignment.scope}/`.toLowerCase().startsWith(`${scope}/`.toLowerCase()),
      )
      .forEach(({ id }) => {
        this.delete(id);
      });
  }

  private roleOf({ roleDefinitionId: id }: RoleAssignmentRequest): Role {
    const guid = ROLE_DEFINITION_ID.exec(id)?.[1];
    if (guid === undefined) {
      throw new AzureError(
        400,
        "InvalidRoleDefinitionId",
        `The role definition ID '${id}' is not valid.`,
      );
    }
    const role = roleWithId(guid);
    if (role === undefined) {
      throw new AzureError(
        400,
        "RoleDefinitionDoesNotExist",
        `The specified role definition with ID '${guid.replaceAll("-", "")}' does not exist.`,
      );
    }
    return role;
  }

  private assignmentOf(request: RoleAssignmentRequest, role: Role): RoleAssignment {
    return {
      ...request,
      id: roleAssignmentId(request),
      role,
      // Azure answers with its own form of the id, whatever form it was given [azurerm issue 19847].
      roleDefinitionId: roleDefinitionId(role, this.subscriptionId),
      principalType: this.principalTypeOf(request),
      conditionVersion:
        request.condition === undefined ? undefined : (request.conditionVersion ?? "2.0"),
    };
  }

  /** With a principal type the directory is not asked, so that even a principal that nobody knows is accepted. */
  private principalTypeOf({ principalId, principalType }: RoleAssignmentRequest): PrincipalType {
    const type = principalType ?? this.directory.replicatedType(principalId);
    if (type === undefined) {
      throw new AzureError(
        400,
        "PrincipalNotFound",
        `Principal ${principalId.replaceAll("-", "")} does not exist in the directory ${this.directory.tenantId}.`,
      );
    }
    return type;
  }

  private refuseDuplicate({ id, scope, role, principalId }: RoleAssignment): void {
    const same = this.all().find(
      (other) =>
        other.scope.toLowerCase() === scope.toLowerCase() &&
        other.role === role &&
        other.principalId === principalId,
    );
    if (same !== undefined && same.id.toLowerCase() !== id.toLowerCase()) {
      throw new AzureError(
        409,
        "RoleAssignmentExists",
        `The role assignment already exists. The ID of the existing role assignment is ${same.name.replaceAll("-", "")}.`,
      );
    }
  }
}

export function roleAssignmentId({ scope, name }: RoleAssignmentRequest): string {
  return `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`;
}

const ROLE_DEFINITION_ID =
  /^(?:\/subscriptions\/[^/]+)?\/providers\/Microsoft\.Authorization\/roleDefinitions\/([0-9a-f-]{36})$/i;
