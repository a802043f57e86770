import { Construct, IConstruct } from "constructs";
import { TerraformStack, Token } from "cdktf";
import type { IAcrPrincipal } from "../principal/principal";
import { expressionOf } from "../rules/expressions";
import { reportAtSynth } from "../rules/problem";

interface Assigned {
  readonly assignment: Construct;
  readonly principal: IAcrPrincipal;
  /** The scope and the role. */
  readonly what: string;
}

const assignmentsOf = new WeakMap<IConstruct, Assignments>();

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
  const assignments = assignmentsOf.get(root) ?? new Assignments();
  assignmentsOf.set(root, assignments);
  assignments.add({ assignment, principal, what: `${scopeIdentity} ${roleIdentity}` });
  reportAtSynth(assignment, () => {
    const first = assignments.sameAs(assignment);
    return first === undefined
      ? []
      : [
          {
            key: "principal",
            message: `the same role, of the same principal, at the same scope, is assigned by ${first.node.path} too; Azure refuses the second one, refer to the principal and to the registry once each and use those constructs for both grants`,
          },
        ];
  });
}

/** All role assignments of an app. What their ids refer to is known when it is synthesized. */
class Assignments {
  private readonly unseen: Assigned[] = [];
  private readonly firsts = new Map<string, Construct>();
  private readonly seconds = new Map<Construct, Construct>();

  public add(assigned: Assigned): void {
    this.unseen.push(assigned);
  }

  /** The earlier assignment that a later one repeats. */
  public sameAs(assignment: Construct): Construct | undefined {
    for (const assigned of this.unseen.splice(0)) {
      this.compare(assigned);
    }
    return this.seconds.get(assignment);
  }

  private compare({ assignment, principal, what }: Assigned): void {
    for (const identity of identities(assignment, principal)) {
      const key = `${identity} ${what}`;
      const first = this.firsts.get(key);
      if (first === undefined) {
        this.firsts.set(key, assignment);
      } else {
        this.seconds.set(assignment, first);
      }
    }
  }
}

// A principal is one by its object id as by its client id. A reference means something in its stack.
function identities(assignment: Construct, principal: IAcrPrincipal): Set<string> {
  const { objectId } = principal;
  const ids = "clientId" in principal ? [objectId, principal.clientId] : [objectId];
  const { path } = TerraformStack.of(assignment).node;
  return new Set(
    ids.map((id) =>
      Token.isUnresolved(id) ? `${path} ${expressionOf(assignment, id)}` : String(id).toLowerCase(),
    ),
  );
}
