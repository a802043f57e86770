import { AzureError } from "../cloud/azure-error";
import type { Cloud } from "../cloud/cloud";
import type { PrincipalType } from "../cloud/directory-objects";
import {
  type RoleAssignment,
  roleAssignmentId,
  type RoleAssignmentRequest,
} from "../cloud/role-assignments";
import { roleDefinitionId, roleNamed, roleWithId } from "../cloud/roles";
import { NotModelled } from "../not-modelled";
import { flag, requiredText, text } from "../provider/arguments";
import { ProviderError } from "../provider/provider-error";
import type { ResourceType } from "../provider/resource-type";
import { notEmpty, oneOf, uuid } from "../provider/rules";
import { isObject, type Value, type Values } from "../schema/values";
import { alreadyExists, arm, importIdOf } from "./arm";

/**
 * azurerm 4.55.0, internal/services/authorization/role_assignment_resource.go. It has no update: `condition`,
 * `condition_version` and `description` replace the assignment (in place only from 5.2.0 on).
 */
export const roleAssignment: ResourceType = {
  type: "azurerm_role_assignment",
  binding: "@cdktf/provider-azurerm/lib/role-assignment",
  arguments: {
    scope: { forceNew: true, expected: anyScope },
    principal_id: { forceNew: true },
    role_definition_id: { forceNew: true, normal: lowerCase },
    role_definition_name: { forceNew: true, normal: lowerCase, expected: notEmpty },
    name: { forceNew: true, expected: uuid },
    principal_type: { forceNew: true, expected: oneOf("User", "Group", "ServicePrincipal") },
    // Not ForceNew, and so a change of it fails: the provider has no update.
    skip_service_principal_aad_check: {},
    condition: { forceNew: true, expected: notEmpty },
    condition_version: { forceNew: true, expected: oneOf("1.0", "2.0") },
    description: { forceNew: true, expected: notEmpty },
  },
  exactlyOneOf: ["role_definition_id", "role_definition_name"],
  checkImportId: importIdOf(
    /^\/.+\/providers\/Microsoft\.Authorization\/roleAssignments\/[0-9a-fA-F-]{36}$/,
  ),

  create(session, planned, made) {
    const { cloud } = session;
    const request = requestOf(planned, session.newGuid());
    refuseConditionWithoutEffect(request);
    const id = roleAssignmentId(request);
    if (find(cloud, id) !== undefined) {
      throw alreadyExists("azurerm_role_assignment", id);
    }
    const create = (): RoleAssignment =>
      session.send("PUT /roleAssignments/{name}", () =>
        cloud.subscriptionOfScope(request.scope).roleAssignments.put(request),
      );
    arm(undefined, () => withRetries(create, createTimeout(planned)));
    made({ id });
  },

  read({ cloud }, state) {
    const found = find(cloud, requiredText(state, "id"));
    return found && attributesOf(found);
  },

  delete(session, state) {
    const id = requiredText(state, "id");
    arm(undefined, () => {
      session.send("DELETE /roleAssignments/{name}", () => {
        for (const { roleAssignments } of session.cloud.subscriptions.values()) {
          roleAssignments.delete(id);
        }
      });
    });
  },
};

function find({ subscriptions }: Cloud, id: string): RoleAssignment | undefined {
  return [...subscriptions.values()]
    .map(({ roleAssignments }) => roleAssignments.get(id))
    .find((assignment) => assignment !== undefined);
}

/** @param newName what the assignment is called where the program gives it no name */
function requestOf(planned: Values, newName: string): RoleAssignmentRequest {
  const condition = text(planned, "condition");
  const conditionVersion = text(planned, "condition_version");
  if (condition === undefined && conditionVersion !== undefined) {
    throw new ProviderError("`condition_version` should not be set without `condition`");
  }
  // principal_type overrides the flag, which does no more than to set it.
  const skipsCheck = flag(planned, "skip_service_principal_aad_check");
  const principalType =
    text(planned, "principal_type") ?? (skipsCheck ? "ServicePrincipal" : undefined);
  return {
    name: text(planned, "name") ?? newName,
    scope: requiredText(planned, "scope"),
    roleDefinitionId:
      text(planned, "role_definition_id") ??
      idOfRoleNamed(requiredText(planned, "role_definition_name")),
    principalId: requiredText(planned, "principal_id"),
    principalType: principalType as PrincipalType | undefined,
    condition,
    conditionVersion,
    description: text(planned, "description"),
  };
}

/** A condition filters data actions; what Azure does with one on a role without any is not documented. */
function refuseConditionWithoutEffect({
  condition,
  roleDefinitionId: id,
}: RoleAssignmentRequest): void {
  const role = roleWithId(id.slice(id.lastIndexOf("/") + 1));
  if (
    condition !== undefined &&
    role?.permissions?.dataActions.every((action) => !action.includes("/repositories/"))
  ) {
    throw new NotModelled(
      `a condition on the role "${role.name}", which has no actions on repositories`,
    );
  }
}

function idOfRoleNamed(name: string): string {
  const role = roleNamed(name);
  if (role === undefined) {
    throw new ProviderError(`listing role definitions: could not find role \`${name}\``);
  }
  return roleDefinitionId(role, undefined);
}

/** 400 PrincipalNotFound is retried for the whole create timeout; no time passes here, only the reads are counted. */
function withRetries(create: () => RoleAssignment, timeoutSeconds: number): RoleAssignment {
  let waited = 0;
  for (let wait = 0.5; ; wait = Math.min(2 * wait, 10)) {
    try {
      return create();
    } catch (error) {
      const isLag = error instanceof AzureError && error.code === "PrincipalNotFound";
      if (!isLag || waited + wait > timeoutSeconds) {
        throw error;
      }
      waited += wait;
    }
  }
}

function createTimeout(planned: Values): number {
  const timeouts = planned.timeouts;
  const create = isObject(timeouts) ? text(timeouts, "create") : undefined;
  if (create === undefined) {
    return 30 * 60;
  }
  const [, minutes = "0", seconds = "0"] = /^(?:(\d+)m)?(?:(\d+)s)?$/.exec(create) ?? [];
  const total = Number(minutes) * 60 + Number(seconds);
  if (total === 0) {
    throw new NotModelled(
      `the create timeout "${create}"; write it in minutes and seconds, such as "5m"`,
    );
  }
  return total;
}

function attributesOf(assignment: RoleAssignment): Values {
  return {
    id: assignment.id,
    name: assignment.name,
    scope: assignment.scope,
    role_definition_id: assignment.roleDefinitionId,
    role_definition_name: assignment.role.name,
    principal_id: assignment.principalId,
    principal_type: assignment.principalType,
    condition: assignment.condition ?? null,
    condition_version: assignment.conditionVersion ?? "",
    description: assignment.description ?? null,
  };
}

/** Any text with a slash is let through; what has none keeps none of the rules of which it is to keep one. */
function anyScope(value: Value, name: string): readonly string[] {
  if (typeof value !== "string" || value.includes("/")) {
    return [];
  }
  const kinds = ["Root scope (/)", "Subscription scope", "Capacity scope", "BillingBenefits scope"];
  const problem = value === "" ? "empty url" : "invalid URI for request";
  return [
    ...kinds.map((kind) => `invalid value for ${name} (${kind} is invalid)`),
    `cannot parse "${name}" as a resource id: cannot parse Azure ID: parse ${JSON.stringify(value)}: ${problem}`,
  ];
}

function lowerCase(text: string): string {
  return text.toLowerCase();
}
