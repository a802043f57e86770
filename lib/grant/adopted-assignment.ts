import { Token } from "cdktf";
import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { Adoptable, adoptionProblems } from "../rules/adoption";
import { Problem } from "../rules/problem";
import { shown } from "../rules/shown";
import { hasPlainNames, UUID } from "../rules/values";

const ID = new RegExp(
  String.raw`^(/.+)/providers/Microsoft\.Authorization/roleAssignments/${UUID}$`,
  "i",
);

const ROLE_ASSIGNMENT: Adoptable = {
  resourceType: RoleAssignment.tfResourceType,
  isId: (id) => ID.test(id) && hasPlainNames(id),
  idForm: "<scope>/providers/Microsoft.Authorization/roleAssignments/<name>",
};

/** The rules for a role assignment that is adopted. */
export function adoptedAssignmentProblems(from: string): Problem[] {
  return adoptionProblems("adopt", from, ROLE_ASSIGNMENT);
}

/** The rule for where it is, which nothing can change: at the scope of the grant. */
export function adoptedElsewhereProblems(from: string, scopeId: string): Problem[] {
  const scope = Token.isUnresolved(from) ? undefined : ID.exec(from)?.[1];
  return scope === undefined ||
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
  return first === from
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
