import { NotModelled } from "../not-modelled";
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
  readonly condition?: string | undefined;
  readonly conditionVersion?: string | undefined;
  readonly description?: string | undefined;
}

export interface RoleAssignmentRequest {
  /** A GUID that the caller draws: a request that is sent twice makes one assignment. */
  name: string;
  scope: string;
  roleDefinitionId: string;
  principalId: string;
  principalType?: PrincipalType | undefined;
  condition?: string | undefined;
  conditionVersion?: string | undefined;
  description?: string | undefined;
}

/** The role assignments of a subscription, as the authorization service of Azure Resource Manager keeps them. */
export class RoleAssignments {
  private readonly byId = new Map<string, RoleAssignment>();

  constructor(
    private readonly subscriptionId: string,
    private readonly directory: Directory,
  ) {}

  put(request: RoleAssignmentRequest): RoleAssignment {
    if (!GUID.test(request.name)) {
      throw new AzureError(
        400,
        "InvalidRoleAssignmentId",
        `The role assignment ID '${request.name}' is not valid. The role assignment ID must be a GUID.`,
      );
    }
    const role = this.roleOf(request);
    if (request.condition !== undefined) {
      checkCondition(request.condition, request.conditionVersion ?? "2.0");
      refuseConditionWithoutEffect(role);
    }
    const assignment = this.assignmentOf(request, role);
    this.refuseDuplicate(assignment);
    const existing = this.get(assignment.id);
    if (existing !== undefined) {
      refuseMove(existing, assignment);
    }
    // It keeps the letter case of its id.
    const { id, name, scope } = existing ?? assignment;
    const put = { ...assignment, id, name, scope };
    this.byId.set(id.toLowerCase(), put);
    return put;
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
      principalId: request.principalId.toLowerCase(),
      // Azure answers with its own form of the id, whatever form it was given [azurerm issue 19847].
      roleDefinitionId: roleDefinitionId(role, this.subscriptionId),
      principalType: this.principalTypeOf(request),
      conditionVersion:
        request.condition === undefined ? undefined : (request.conditionVersion ?? "2.0"),
    };
  }

  /**
   * With a principal type nobody waits for the directory, so that even a principal that nobody knows is accepted; of
   * one that is known the type must be true.
   */
  private principalTypeOf({
    principalId,
    principalType: given,
  }: RoleAssignmentRequest): PrincipalType {
    const id = principalId.toLowerCase();
    const type =
      given === undefined ? this.directory.replicatedType(id) : this.directory.knownType(id);
    const known = given ?? type;
    if (known === undefined) {
      throw new AzureError(
        400,
        "PrincipalNotFound",
        `Principal ${id.replaceAll("-", "")} does not exist in the directory ${this.directory.tenantId}. Check that you have the correct principal ID. If you are creating this principal and then immediately assigning a role, this error might be related to a replication delay. In this case, set the role assignment principalType property to a value, such as ServicePrincipal, User, or Group.  See https://aka.ms/docs-principaltype`,
      );
    }
    if (type !== undefined && type !== known) {
      throw new AzureError(
        400,
        "UnmatchedPrincipalType",
        `The PrincipalId '${id.replaceAll("-", "")}' has type '${type}' , which is different from specified PrinciaplType '${known}'.`,
      );
    }
    return known;
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

/** What an assignment is about stays as it is. */
function refuseMove(existing: RoleAssignment, { role, principalId }: RoleAssignment): void {
  if (existing.role !== role || existing.principalId !== principalId) {
    throw new AzureError(
      400,
      "RoleAssignmentUpdateNotPermitted",
      "Tenant ID, application ID, principal ID, and scope are not allowed to be updated.",
    );
  }
}

/** A condition filters data actions; what Azure does with one on a role without any is not documented. */
function refuseConditionWithoutEffect({ name, permissions }: Role): void {
  if (permissions?.dataActions.every((action) => !action.includes("/repositories/"))) {
    throw new NotModelled(
      `a condition on the role "${name}", which has no actions on repositories`,
    );
  }
}

export function roleAssignmentId({ scope, name }: RoleAssignmentRequest): string {
  return `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`;
}

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const ROLE_DEFINITION_ID =
  /^(?:\/subscriptions\/[^/]+)?\/providers\/Microsoft\.Authorization\/roleDefinitions\/([0-9a-f-]{36})$/i;
