import { Token } from "cdktf";
import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { Problem } from "../core/problem";
import { shown } from "../core/shown";
import { unicodePattern } from "../core/unicode-pattern";
import { Adoptable, adoptionProblems, partsOf } from "../terraform/adoption";

/**
 * Role assignments to adopt, in whatever letters and as far as they are named.
 *
 * @param scopeId where they are; may be a token
 */
export function adoptableAssignment(scopeId: string): Adoptable {
  return {
    resourceType: RoleAssignment.tfResourceType,
    objectOf: (text) => {
      const { place: scope, uuid } = partsOf(text, ID());
      return uuid === undefined
        ? undefined
        : { importId: `${spelled(scope, scopeId)}${ROLE_ASSIGNMENTS}${uuid}`, uuid };
    },
    idForms: `<scope>${ROLE_ASSIGNMENTS}<name> or the name alone`,
  };
}

/**
 * The rules for a role assignment that is adopted.
 *
 * @param scopeId that of the grant; undefined where it can't be said
 */
export function adoptedAssignmentProblems(from: string, scopeId?: string): Problem[] {
  return [
    ...adoptionProblems("adopt", from, adoptableAssignment(scopeId ?? "<scope>")),
    ...elsewhereProblems(from, scopeId),
  ];
}

// Nothing can change where it is.
function elsewhereProblems(from: string, scopeId: string | undefined): Problem[] {
  const { place: scope } = partsOf(from, ID());
  return scope === undefined ||
    scopeId === undefined ||
    Token.isUnresolved(scopeId) ||
    scope.toLowerCase() === scopeId.toLowerCase()
    ? []
    : [
        {
          key: "adopt",
          message: `${shown(from)} is at another scope than this grant, which is at ${shown(scopeId)}; grant where the role assignment is, or leave adopt out and remove it afterwards`,
        },
      ];
}

/** The rule for two grants of one role, which is one role assignment. */
export function adoptedTwiceProblems(first: string, from: string): Problem[] {
  const { uuid } = partsOf(from, ID());
  return first === from || (uuid !== undefined && partsOf(first, ID()).uuid === uuid)
    ? []
    : [
        {
          key: "adopt",
          message: `${shown(from)} is not ${shown(first)}, which another grant of the role adopts; it is one role assignment, leave one out`,
        },
      ];
}

/** The rule for a grant of several roles, each of which has a role assignment of its own. */
export function adoptedOfSeveralProblems(from: string, roleNames: string[]): Problem[] {
  return roleNames.length <= 1
    ? []
    : [
        {
          key: "adopt",
          message: `${shown(from)} is one role assignment, and this grant makes ${roleNames.length}: ${roleNames.join(", ")}; grant each role by itself, with the role assignment to adopt for it`,
        },
      ];
}

const ROLE_ASSIGNMENTS = "/providers/Microsoft.Authorization/roleAssignments/";

const ID = unicodePattern(
  String.raw`^(/[\p{L}\p{N}_()./-]+)/providers/Microsoft\.Authorization/roleAssignments/([^/]+)$`,
  "iu",
);

// azurerm takes the fixed segments in one spelling only, and compares the rest with Azure's answer.
function spelled(scope: string | undefined, scopeId: string): string {
  const isLiteral = !Token.isUnresolved(scopeId);
  if (scope === undefined || (isLiteral && scope.toLowerCase() === scopeId.toLowerCase())) {
    return scopeId;
  }
  return scope
    .replace(/^\/subscriptions\/[^/]+/i, (subscription) => subscription.toLowerCase())
    .replace(/(?<=^\/subscriptions\/[^/]+)\/resourceGroups(?=\/)/i, "/resourceGroups")
    .replace(
      /\/providers\/Microsoft\.ContainerRegistry\/registries(?=\/[^/]+$)/i,
      "/providers/Microsoft.ContainerRegistry/registries",
    );
}
