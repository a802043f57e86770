import { Construct, IConstruct } from "constructs";
import { Token } from "cdktf";
import { ExistingPrincipal } from "../principal/existing-principal";
import type { IAcrPrincipal } from "../principal/principal";

const assignmentsOf = new WeakMap<IConstruct, Map<string, Construct>>();

/**
 * Finds two assignments of one role to one principal at one scope when the stack is synthesized.
 * References may hide it: two to the same principal, or to the same registry. Azure would accept the
 * first and refuse the second (409 RoleAssignmentExists), halfway through an apply.
 */
export function requireOneAssignment(
  assignment: Construct,
  principal: IAcrPrincipal,
  scopeIdentity: string,
  roleIdentity: string,
): void {
  const { root } = assignment.node;
  const assignments = assignmentsOf.get(root) ?? new Map<string, Construct>();
  assignmentsOf.set(root, assignments);
  for (const identity of identities(principal)) {
    const key = `${identity} ${scopeIdentity} ${roleIdentity}`;
    const first = assignments.get(key);
    if (first === undefined) {
      assignments.set(key, assignment);
    } else {
      assignment.node.addValidation({
        validate: () => [
          `principal: the same role, of the same principal, at the same scope, is assigned by ${first.node.path} too; Azure refuses the second one, refer to the principal and to the registry once each and use those constructs for both grants`,
        ],
      });
      return;
    }
  }
}

// What the program makes has no second construct. A reference says which principal it means by one
// id or both, as far as they are literal.
function identities(principal: IAcrPrincipal): string[] {
  if (!(principal instanceof ExistingPrincipal)) {
    return [principal.node.path];
  }
  const clientId = "clientId" in principal ? String(principal.clientId) : principal.objectId;
  const literal = [...new Set([principal.objectId, clientId])].filter(
    (id) => !Token.isUnresolved(id),
  );
  return literal.length > 0 ? literal.map((id) => id.toLowerCase()) : [principal.node.path];
}
