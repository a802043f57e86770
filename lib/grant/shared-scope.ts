import { Fn, Op, TerraformElement, TerraformStack, Token } from "cdktf";
import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { inert } from "../core/inert";
import { nameOf } from "../core/place";
import { Problem } from "../core/problem";
import { shown } from "../core/shown";
import type { GrantScope } from "./grant-scope";
import { withoutTemplates } from "./reported-role-assignments";
import { compareScopes, subscriptionOf } from "./same-scope";

/**
 * The references that share role assignments, because they have one name in Terraform addresses: to one
 * scope, or else that is a mistake, by which a role would be assigned elsewhere than was asked for.
 */
export class SharedScope {
  private readonly references: GrantScope[];

  /** @param stack where the roles are assigned */
  public constructor(
    first: GrantScope,
    private readonly stack: TerraformStack,
  ) {
    this.references = [first];
  }

  public get all(): readonly GrantScope[] {
    return this.references;
  }

  /** The reference that is rendered: the same one in whatever order they came. */
  public get rendered(): GrantScope {
    const rankOf = (reference: GrantScope): string => rank(reference, this.stack);
    return this.references.reduce((one, other) => (rankOf(other) < rankOf(one) ? other : one));
  }

  /** Adds a reference; true where it is a new one. */
  public add(reference: GrantScope): boolean {
    const isNew = !this.references.includes(reference);
    if (isNew) {
      this.references.push(reference);
    }
    return isNew;
  }

  /** What is wrong with sharing; `checked` tells whether Terraform checks what the program can't. */
  public problems(checked: boolean): Problem[] {
    return this.references.flatMap((one, index) =>
      this.references
        .slice(index + 1)
        .flatMap((other) => [
          ...sameScopeProblems(one, other, checked),
          ...oneModeProblems(one, other),
        ]),
    );
  }

  /** The references that only Terraform can compare with the one that is rendered. */
  public get uncertain(): GrantScope[] {
    const { rendered } = this;
    return this.references.filter(
      (other) => compareScopes(rendered, other) === "known to Terraform only",
    );
  }
}

/**
 * Lets Terraform compare the ids of references that share a role assignment, where only it knows them,
 * before it makes or changes the role assignment.
 */
export class SameScopeCheck extends TerraformElement {
  public constructor(
    private readonly assignment: RoleAssignment,
    private readonly scope: SharedScope,
  ) {
    super(assignment, "same_scope");
  }

  public override toTerraform(): Record<string, unknown> {
    const { rendered, uncertain } = this.scope;
    const precondition = uncertain.map((other) => ({
      condition: Op.eq(Fn.lower(rendered.scopeId), Fn.lower(other.scopeId)),
      error_message: differentInTerraform(rendered, other),
    }));
    const { tfResourceType } = RoleAssignment;
    return precondition.length === 0
      ? {}
      : {
          resource: {
            [tfResourceType]: {
              [this.assignment.friendlyUniqueId]: { lifecycle: { precondition } },
            },
          },
        };
  }
}

// One of the stack needs no state of another one, and what is literal is known in every plan. Of two
// spellings of one id, one must be chosen for good.
function rank({ scopeId, parts, node }: GrantScope, stack: TerraformStack): string {
  const isHere = node.scopes.includes(stack);
  const isLiteral = !Token.isUnresolved(scopeId);
  const texts = isLiteral
    ? [scopeId]
    : [parts?.resourceGroupName, parts?.registryName].filter((part) => !Token.isUnresolved(part));
  return [isHere ? "here" : "there", isLiteral ? "literal" : "token", ...texts, node.path].join(
    "\n",
  );
}

function sameScopeProblems(one: GrantScope, other: GrantScope, checked: boolean): Problem[] {
  const sameness = compareScopes(one, other);
  if (sameness === "same" || (sameness === "known to Terraform only" && checked)) {
    return [];
  }
  const message =
    sameness === "different"
      ? `${described(one)} and ${described(other)} would share role assignments, because they have one name in Terraform addresses; give one of them an id of its own there, as in addressId: "shop-eu"`
      : `whether ${described(one)} and ${described(other)} are one, which would share role assignments, is known to Terraform only, which assigns no roles here and can't check it; use one of them for all grants, or, if they are two, give one an id of its own, as in addressId: "shop-eu"`;
  return [{ key: "registry", message }];
}

function oneModeProblems(one: GrantScope, other: GrantScope): Problem[] {
  return one.permissionsMode === other.permissionsMode || compareScopes(one, other) === "different"
    ? []
    : [
        {
          key: "permissionsMode",
          message: `${shown(one.permissionsMode)} of ${nameOf(one)} and ${shown(other.permissionsMode)} of ${nameOf(other)} are said of one registry; write the same for both`,
        },
      ];
}

function differentInTerraform(one: GrantScope, other: GrantScope): string {
  const [ours, theirs] = [one, other].map(({ node }) => withoutTemplates(inert(node.path)));
  return (
    `${ours} and ${theirs} have one name in Terraform addresses, by which they share this role ` +
    `assignment, but are different: ${one.scopeId} and ${other.scopeId}. Give one of them an id of its ` +
    'own there, as in addressId: "shop-eu".'
  );
}

function described(scope: GrantScope): string {
  const { resourceGroupName, registryName } = scope.parts ?? {};
  const subscription = subscriptionOf(scope);
  const parts = [
    registryName === undefined ? "all registries" : shown(registryName),
    ...(resourceGroupName === undefined
      ? []
      : [`in the resource group ${shown(resourceGroupName)}`]),
    `in the subscription ${subscription.isKnown ? shown(subscription.text) : inert(subscription.text)}`,
  ];
  return `${nameOf(scope)} (${parts.join(" ")})`;
}
