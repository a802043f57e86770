import { Construct } from "constructs";
import { Identities } from "../core/identities";
import { oncePer } from "../core/once-per";
import { nameOf } from "../core/place";
import { reportAtSynth } from "../core/problem";
import { clientIdentity, KnownIdentities, objectIdentity } from "../credential/known-identities";
import type { IAcrPrincipal } from "../principal/principal";
import { roleIdentity } from "../role/role-rules";
import type { AcrRole } from "../role/roles";
import { meaningOf } from "../terraform/meaning";
import type { GrantScope } from "./grant-scope";
import { scopeKeys } from "./same-scope";

interface Assigned {
  readonly assignment: Construct;
  readonly principal: IAcrPrincipal;
  /** All references to its scope. */
  readonly scopes: readonly GrantScope[];
  readonly role: AcrRole;
}

/**
 * Finds two assignments of one role to one principal at one scope when the stack is synthesized.
 * References may hide it: two to the same principal, or to the same registry. Azure would accept the
 * first and refuse the second (409 RoleAssignmentExists), halfway through an apply.
 */
export function requireOneAssignment(assigned: Assigned): void {
  const { assignment } = assigned;
  const { root } = assignment.node;
  const assignments = oncePer(root, Assignments, () => new Assignments(KnownIdentities.of(root)));
  assignments.add(assigned);
  reportAtSynth(assignment, () => {
    const first = assignments.sameAs(assignment);
    return first === undefined
      ? []
      : [
          {
            key: "principal",
            message: `the same role, of the same principal, at the same scope, is assigned by ${nameOf(first)} too; Azure refuses the second one, refer to the principal, and to what it is let in to, once each and use those constructs for both grants`,
          },
        ];
  });
}

/** All role assignments of an app. What their ids refer to is known when it is synthesized. */
class Assignments {
  private readonly all: Assigned[] = [];
  private seconds = new Map<Construct, Construct>();
  private comparedAt = "";

  public constructor(private readonly principals: KnownIdentities) {}

  public add(assigned: Assigned): void {
    const { principal } = assigned;
    this.all.push(assigned);
    // A principal of a class of the caller's.
    if (!this.principals.has(principal)) {
      this.principals.add(principal, () => idsOf(principal));
    }
  }

  /** The earlier assignment that a later one repeats. */
  public sameAs(assignment: Construct): Construct | undefined {
    const extent = `${this.all.length} ${this.principals.extent}`;
    if (this.comparedAt !== extent) {
      this.comparedAt = extent;
      this.seconds = this.compare();
    }
    return this.seconds.get(assignment);
  }

  private compare(): Map<Construct, Construct> {
    const scopes = scopeIdentities(this.all);
    const firsts = new Map<string, Construct>();
    const seconds = new Map<Construct, Construct>();
    for (const { assignment, principal, scopes: references, role } of this.all) {
      const scope = references[0] && scopes.get(references[0]);
      const key = [scope, this.principals.of(principal), roleIdentity(role, assignment)].join("\n");
      const first = firsts.get(key);
      if (first === undefined) {
        firsts.set(key, assignment);
      } else {
        seconds.set(assignment, first);
      }
    }
    return seconds;
  }
}

function idsOf(principal: IAcrPrincipal): string[] {
  const objectId = objectIdentity(meaningOf(principal.objectId, principal));
  return "clientId" in principal
    ? [objectId, clientIdentity(meaningOf(principal.clientId, principal))]
    : [objectId];
}

/** The same text for all references to one scope. */
function scopeIdentities(all: Assigned[]): Map<GrantScope, string> {
  const identities = new Identities();
  const keys = new Map<GrantScope, string>();
  for (const { scopes } of all) {
    identities.join(scopes.map((scope) => keys.get(scope) ?? keyOf(scope)));
  }
  return new Map([...keys].map(([scope, key]) => [scope, identities.of(key)]));

  function keyOf(scope: GrantScope): string {
    const all = scopeKeys(scope);
    identities.join(all);
    const [key = ""] = all;
    keys.set(scope, key);
    return key;
  }
}
