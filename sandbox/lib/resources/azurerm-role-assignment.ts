import type { JsonObject } from "../cloud/api";
import { NotModelled } from "../not-modelled";
import { objectIn, textIn } from "../provider/answers";
import { RequestError } from "../provider/api-client";
import { flag, hasChange, requiredText, text } from "../provider/arguments";
import { ProviderError } from "../provider/provider-error";
import {
  fixed,
  IN_SUBSCRIPTION,
  named,
  ResourceIdType,
  resourceProvider,
} from "../provider/resource-id";
import type { ResourceType } from "../provider/resource-type";
import { notEmpty, oneOf, uuid } from "../provider/rules";
import type { Session } from "../provider/session";
import { waitFor } from "../provider/wait";
import { isObject, type Value, type Values } from "../schema/values";
import {
  alreadyExists,
  arm,
  type AzurermVersion,
  called,
  RESOURCE_GROUP_ID,
  unlessGone,
} from "./arm";
import { findRoleDefinitions, getRoleDefinition } from "./role-definitions";

/** azurerm, internal/services/authorization/role_assignment_resource.go */
export function roleAssignment(version: AzurermVersion): ResourceType {
  // Up to 5.2.0 it has no update at all, so that a change of these makes another assignment.
  const changeable = version === "4.55.0" ? { forceNew: true as const } : {};
  return {
    type: "azurerm_role_assignment",
    binding: "@cdktf/provider-azurerm/lib/role-assignment",
    arguments: {
      scope: { forceNew: true, expected: anyScope },
      principal_id: { forceNew: true },
      role_definition_id: { forceNew: true, normal: lowerCase },
      role_definition_name: { forceNew: true, normal: lowerCase, expected: notEmpty },
      name: { forceNew: true, expected: uuid },
      principal_type: { forceNew: true, expected: oneOf("User", "Group", "ServicePrincipal") },
      skip_service_principal_aad_check: {},
      condition: { ...changeable, expected: notEmpty },
      condition_version: { ...changeable, expected: oneOf("1.0", "2.0") },
      description: { ...changeable, expected: notEmpty },
    },
    exactlyOneOf: ["role_definition_id", "role_definition_name"],
    checkImportId,
    create,
    read,
    ...(version !== "4.55.0" && { update }),
    delete: remove,
  };
}

const create: ResourceType["create"] = (session, planned, made) => {
  const scope = requiredText(planned, "scope");
  const roleDefinitionId =
    text(planned, "role_definition_id") ??
    idOfRoleNamed(session, scope, requiredText(planned, "role_definition_name"));
  const name = text(planned, "name") ?? session.newGuid();
  const id = `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`;
  const existing = arm(`checking for presence of existing ${assignmentCalled(scope, name)}`, () =>
    session.management.find(id, API_VERSION),
  );
  if (existing !== undefined) {
    throw alreadyExists("azurerm_role_assignment", id);
  }
  const body = { properties: { roleDefinitionId, ...propertiesOf(planned) } };
  arm(undefined, () => {
    withRetries(createTimeout(planned), () => {
      session.management.put({ path: id, query: API_VERSION, body });
    });
  });
  arm(
    `failed waiting for Role Assignment ${assignmentCalled(scope, name)} to finish replicating`,
    () => {
      waitFor(() => (session.management.find(id, API_VERSION) === undefined ? "pending" : "done"));
    },
  );
  made({ id });
};

function read(session: Session, state: Values): Values | undefined {
  const id = requiredText(state, "id");
  const found = arm(`retrieving ${calledById(id)}`, () => session.management.find(id, API_VERSION));
  if (found === undefined) {
    return undefined;
  }
  const properties = objectIn(found, "properties") ?? {};
  const roleDefinitionId = textIn(properties, "roleDefinitionId");
  const role = arm(`retrieving Role Definition ${JSON.stringify(roleDefinitionId)}`, () =>
    getRoleDefinition(session, roleDefinitionId),
  );
  return {
    name: textIn(found, "name"),
    scope: normalScope(textIn(properties, "scope")),
    role_definition_id: roleDefinitionId,
    role_definition_name: textIn(objectIn(role, "properties") ?? {}, "roleName"),
    principal_id: textIn(properties, "principalId"),
    principal_type: textIn(properties, "principalType"),
    delegated_managed_identity_resource_id: textIn(
      properties,
      "delegatedManagedIdentityResourceId",
    ),
    description: textIn(properties, "description"),
    condition: textIn(properties, "condition"),
    condition_version: textIn(properties, "conditionVersion"),
  };
}

function update(session: Session, planned: Values, prior: Values, config: Values): void {
  const id = requiredText(planned, "id");
  const found = arm(`retrieving ${calledById(id)}`, () => session.management.get(id, API_VERSION));
  const properties = {
    ...set(objectIn(found, "properties") ?? {}),
    ...(hasChange(planned, prior, "description") && { description: text(planned, "description") }),
    ...changedCondition(planned, prior, config),
  };
  arm(`updating ${calledById(id)}`, () =>
    session.management.put({ path: id, query: API_VERSION, body: { properties } }),
  );
}

/** What was answered is sent back, but for what is null. */
function set(properties: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== null));
}

function changedCondition(planned: Values, prior: Values, config: Values): JsonObject {
  const version = text(planned, "condition_version");
  const change = hasChange(planned, prior, "condition_version") && { conditionVersion: version };
  if (!hasChange(planned, prior, "condition")) {
    return { ...change };
  }
  const condition = text(planned, "condition");
  // Where the program names no version, the plan has the one from before.
  const implied = (config.condition_version ?? null) === null && {
    conditionVersion: condition === undefined ? undefined : "2.0",
  };
  return { condition, ...change, ...implied };
}

function remove({ management }: Session, state: Values): void {
  arm(undefined, () => {
    unlessGone(() => {
      management.delete({ path: requiredText(state, "id"), query: API_VERSION });
    });
  });
}

function propertiesOf(planned: Values): JsonObject {
  const condition = text(planned, "condition");
  const conditionVersion = text(planned, "condition_version");
  if (condition === undefined && conditionVersion !== undefined) {
    throw new ProviderError("`condition_version` should not be set without `condition`");
  }
  // principal_type overrides the flag, which does no more than to set it.
  const skipsCheck = flag(planned, "skip_service_principal_aad_check");
  return {
    principalId: requiredText(planned, "principal_id"),
    principalType: text(planned, "principal_type") ?? (skipsCheck ? "ServicePrincipal" : undefined),
    description: requiredText(planned, "description"),
    ...(condition !== undefined && { condition, conditionVersion: conditionVersion ?? "2.0" }),
  };
}

function idOfRoleNamed(session: Session, scope: string, name: string): string {
  const found = arm("listing role definitions", () => findRoleDefinitions(session, scope, name));
  const [role] = found;
  if (role === undefined || found.length > 1) {
    throw new ProviderError(`listing role definitions: could not find role \`${name}\``);
  }
  return textIn(role, "id");
}

/** 400 PrincipalNotFound is retried for the whole create timeout; no time passes here, only the requests are counted. */
function withRetries(timeoutSeconds: number, put: () => void): void {
  let waited = 0;
  for (let wait = 0.5; ; wait = Math.min(2 * wait, 10)) {
    try {
      put();
      return;
    } catch (error) {
      const isLag =
        error instanceof RequestError &&
        error.status === 400 &&
        error.message.includes("PrincipalNotFound");
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

/** A group's id is put into its usual spelling, any other stays as Azure tells it. */
function normalScope(scope: string): string {
  try {
    const { subscriptionId, resourceGroupName } = RESOURCE_GROUP_ID.parse(scope, true);
    return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroupName}`;
  } catch {
    return scope;
  }
}

function calledById(id: string): string {
  const [, scope = "", name = ""] = ASSIGNMENT_ID.exec(id) ?? [];
  return assignmentCalled(scope, name);
}

/** The provider wraps an id of the SDK that is already called so. */
function assignmentCalled(scope: string, name: string): string {
  const id = called("Scoped Role Assignment", { Scope: scope, "Role Assignment Name": name });
  return `Scoped Role Assignment (${id})`;
}

const API_VERSION = { "api-version": "2022-04-01" };
const ASSIGNMENT_ID = /^(.*)\/providers\/Microsoft\.Authorization\/roleAssignments\/([^/]+)$/;

/** internal/services/authorization/parse/role_assignment.go, which is less strict about what stands before the name. */
function checkImportId(id: string): void {
  const parts = id.split("/").slice(1);
  if (!id.startsWith("/subscriptions/")) {
    if (!ASSIGNMENT_ID.test(id)) {
      throw new ProviderError(`could not parse Role Assignment ID ${JSON.stringify(id)}`);
    }
  } else if (parts.length % 2 !== 0 || parts.includes("")) {
    throw new ProviderError(`could not parse ${JSON.stringify(id)} as Azure resource ID`);
  } else if (!parts.some((part, position) => position % 2 === 0 && part === "roleAssignments")) {
    throw new ProviderError("the ID was missing the `roleAssignments` element");
  }
}

const SUBSCRIPTION_ID = new ResourceIdType("Subscription", IN_SUBSCRIPTION);
const MANAGEMENT_GROUP_ID = new ResourceIdType("ManagementGroup", [
  fixed("providers"),
  resourceProvider("Microsoft.Management"),
  fixed("managementGroups"),
  named("groupId", "groupIdValue"),
]);

/** Any text with a slash is let through; what has none keeps none of the rules of which it is to keep one. */
function anyScope(value: Value, name: string): readonly string[] {
  if (typeof value !== "string" || value.includes("/")) {
    return [];
  }
  const kinds = ["Root scope (/)", "Subscription scope", "Capacity scope", "BillingBenefits scope"];
  const problem = value === "" ? "empty url" : "invalid URI for request";
  const unparsed = `cannot parse Azure ID: parse ${JSON.stringify(value)}: ${problem}`;
  return [
    ...kinds.map((kind) => `invalid value for ${name} (${kind} is invalid)`),
    unparsed,
    ...MANAGEMENT_GROUP_ID.rule(value, name),
    ...SUBSCRIPTION_ID.rule(value, name),
    ...RESOURCE_GROUP_ID.rule(value, name),
    `cannot parse "${name}" as a resource id: ${unparsed}`,
  ];
}

function lowerCase(text: string): string {
  return text.toLowerCase();
}
