import { Construct, IConstruct } from "constructs";
import { App, Fn, TerraformStack, Testing } from "cdktf";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { AcrPrincipal, AcrRegistry, IAcrPrincipal, IAcrScope, PrincipalType } from "cdktf-acr-auth";
import * as fc from "fast-check";
import { problems, TerraformJson } from "../support/stack";

// Ids and paths that have been, or might be, taken for one another.
const IDS = ["a", "b", "a--b", "a/b", "a_b", "a%5fb", "Default", "Resource"];
const NAMES = ["contosoShop", "contososhop", "contosoBase"];
const GROUPS = ["rg", "RG"];
const SUBSCRIPTIONS = ["a", "b"].map((end) => `00000000-0000-4000-8000-00000000000${end}`);

interface Place {
  readonly stack: number;
  readonly ids: string[];
}
interface Scope extends Place {
  readonly by: "name" | "id" | "unknown id";
  readonly subscription: string;
  readonly group: string;
  readonly name: string;
  readonly addressId: string | undefined;
}
interface Program {
  readonly scopes: Scope[];
  readonly principals: Place[];
  /** Positions of principals and of scopes. */
  readonly grants: [number, number][];
}

const place = {
  stack: fc.constantFrom(0, 1),
  ids: fc.array(fc.constantFrom(...IDS), { minLength: 1, maxLength: 3 }),
};
const scope: fc.Arbitrary<Scope> = fc.record({
  ...place,
  by: fc.constantFrom("name", "id", "unknown id"),
  subscription: fc.constantFrom(...SUBSCRIPTIONS),
  group: fc.constantFrom(...GROUPS),
  name: fc.constantFrom(...NAMES),
  addressId: fc.option(fc.constantFrom("a", "rg-contososhop"), { nil: undefined, freq: 4 }),
});
const program: fc.Arbitrary<Program> = fc.record({
  scopes: fc.array(scope, { minLength: 3, maxLength: 6 }),
  principals: fc.array(fc.record(place), { minLength: 1, maxLength: 2 }),
  grants: fc.array(fc.tuple(fc.nat(1), fc.nat(5)), { minLength: 4, maxLength: 12 }),
});

/** A construct of the tree, with what it was made of. */
interface Made<Spec, Type> {
  readonly spec: Spec;
  readonly made: Type;
}
type MadeScope = Made<Scope, IAcrScope>;
interface Granted {
  readonly principal: Made<Place, IAcrPrincipal>;
  readonly scope: MadeScope;
  readonly assignment: RoleAssignment;
}
interface Tree {
  readonly stacks: TerraformStack[];
  readonly scopes: MadeScope[];
  readonly granted: Granted[];
}

/** Builds the tree; what would have the id of another in one place is left out. */
function build({ scopes, principals, grants }: Program): Tree {
  const app = new App();
  const stacks = ["shop", "shared"].map((id) => {
    const stack = new TerraformStack(app, id);
    new AzurermProvider(stack, "azurerm", { features: [{}] });
    return stack;
  });
  const put = <Spec extends Place, Type>(
    spec: Spec,
    make: (parent: Construct, id: string) => Type,
  ): Made<Spec, Type> | undefined => {
    const above = spec.ids
      .slice(0, -1)
      .reduce<IConstruct | undefined>(
        (parent, id) => parent?.node.tryFindChild(id) ?? (parent && new Construct(parent, id)),
        stacks[spec.stack],
      );
    const id = spec.ids.at(-1) ?? "";
    return above === undefined || above.node.tryFindChild(id) !== undefined
      ? undefined
      : { spec, made: make(above, id) };
  };
  const madeScopes = scopes.map((spec) => put(spec, (parent, id) => scopeOf(spec, parent, id)));
  const madePrincipals = principals.map((spec, index) =>
    put(spec, (parent, id) =>
      AcrPrincipal.fromObjectId(parent, id, {
        objectId: `6f3f7e4e-0000-4000-8000-00000000000${index}`,
        principalType: PrincipalType.USER,
      }),
    ),
  );
  const granted = grants.flatMap(([p, s]): Granted[] => {
    const [principal, scope] = [madePrincipals[p], madeScopes[s]];
    const [assignment] = (principal && scope?.made.grantPull(principal.made).roleAssignments) ?? [];
    return principal && scope && assignment ? [{ principal, scope, assignment }] : [];
  });
  return { stacks, granted, scopes: madeScopes.flatMap((scope) => scope ?? []) };
}

function scopeOf(
  { by, subscription, group, name, addressId }: Scope,
  parent: Construct,
  id: string,
): IAcrScope {
  const names = { registryName: name, resourceGroupName: group };
  const literal = idOf({ subscription, group, name });
  const registryId = by === "id" ? literal : (Fn.lookup({ id: literal }, "id", "") as string);
  return by === "name"
    ? AcrRegistry.fromName(parent, id, { ...names, addressId })
    : AcrRegistry.fromAttributes(parent, id, { registryId, addressId });
}

function idOf({ subscription, group, name }: Pick<Scope, "subscription" | "group" | "name">) {
  return `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.ContainerRegistry/registries/${name}`;
}

// What the library should find, said in another way.

/** The registry, as far as a program can tell; the providers of the two stacks may be of two subscriptions. */
function registryOf({ by, stack, subscription, group, name }: Scope): string {
  switch (by) {
    case "name":
      return `${stack} ${group}/${name}`.toLowerCase();
    case "id":
      return `${subscription} ${group}/${name}`.toLowerCase();
    case "unknown id":
      return `unknown ${subscription} ${group}/${name}`;
  }
}

function areKnownToDiffer(one: Scope, other: Scope): boolean {
  const [ours, theirs] = [one, other].map(({ group, name }) => `${group}/${name}`.toLowerCase());
  const literal = one.by !== "unknown id" && other.by !== "unknown id";
  return (
    (literal && ours !== theirs) ||
    (one.by === "id" && other.by === "id" && one.subscription !== other.subscription)
  );
}

function addressOf({ by, addressId, group, name, stack, ids }: Scope): string {
  const names = `registry ${group}/${name}`.toLowerCase();
  return addressId ?? (by === "unknown id" ? `${stack} ${JSON.stringify(ids)}` : names);
}

/** Where a construct is for Terraform, which "Default" has no part in, and "/" in no id. */
function placeOf({ stack, ids }: Place): string {
  const path = ids.map((id) => id.replace("/", "--")).filter((id) => id !== "Default");
  return `${stack} ${path.join("/")}`;
}

function isRefused({ granted, scopes }: Tree): boolean {
  const addresses = [
    ...scopes.filter(({ spec }) => spec.by === "name").map(({ spec }) => `data ${placeOf(spec)}`),
    ...new Set(
      granted
        .map(({ principal, scope }) => ({ principal, at: addressOf(scope.spec) }))
        .map(({ principal, at }) =>
          JSON.stringify([principal.made.node.path, placeOf(principal.spec), at]),
        ),
    ),
  ].map((text) => (text.startsWith("[") ? (JSON.parse(text) as string[]).slice(1).join() : text));
  const pairs = granted.flatMap((one) =>
    granted
      .filter((other) => other.principal === one.principal)
      .map((other): [Scope, Scope] => [one.scope.spec, other.scope.spec]),
  );
  const shared = pairs.filter(([one, other]) => addressOf(one) === addressOf(other));
  const links = new Map<string, string>();
  const registry = (scope: Scope): string => {
    let found = registryOf(scope);
    for (let next = links.get(found); next !== undefined; next = links.get(found)) {
      found = next;
    }
    return found;
  };
  for (const [one, other] of shared) {
    if (registry(one) !== registry(other)) {
      links.set(registry(one), registry(other));
    }
  }
  return (
    new Set(addresses).size < addresses.length ||
    shared.some(([one, other]) => areKnownToDiffer(one, other)) ||
    pairs.some(
      ([one, other]) => addressOf(one) !== addressOf(other) && registry(one) === registry(other),
    )
  );
}

/** Whether a role is assigned where it was asked for, or Terraform checks that before it assigns it. */
function isAssigned({ scope, assignment }: Granted, { granted }: Tree, json: TerraformJson) {
  const rendered = json.resource?.azurerm_role_assignment?.[assignment.friendlyUniqueId];
  const at = granted.find(
    ({ scope: { made } }) => (made as AcrRegistry).scopeId === assignment.scopeInput,
  );
  const { path } = scope.made.node;
  return (
    rendered !== undefined &&
    at !== undefined &&
    (registryOf(at.scope.spec) === registryOf(scope.spec) ||
      [`"${path} and `, ` and ${path} have`].some((text) =>
        JSON.stringify(rendered.lifecycle).includes(text),
      ))
  );
}

test("in any tree of scopes and grants, with any ids, each role assignment has the scope that was asked for", () => {
  const seen = { refused: 0, assigned: 0 };
  fc.assert(
    fc.property(program, (each) => {
      const tree = build(each);
      const refused = tree.stacks.flatMap(problems);
      expect({ program: each, refused: refused.length > 0 }).toEqual({
        program: each,
        refused: isRefused(tree),
      });
      if (refused.length === 0) {
        for (const stack of tree.stacks) {
          const json = JSON.parse(Testing.synth(stack)) as TerraformJson;
          const here = tree.granted.filter(
            ({ assignment }) => TerraformStack.of(assignment) === stack,
          );
          expect(here.filter((one) => !isAssigned(one, tree, json))).toEqual([]);
          const addresses = here.map(({ principal, scope }) =>
            [principal.made.node.path, addressOf(scope.spec)].join(),
          );
          expect(Object.keys(json.resource?.azurerm_role_assignment ?? {})).toHaveLength(
            new Set(addresses).size,
          );
        }
      }
      seen[refused.length > 0 ? "refused" : "assigned"] += 1;
    }),
    { numRuns: 200 },
  );
  expect(Math.min(seen.refused, seen.assigned)).toBeGreaterThan(10);
});
