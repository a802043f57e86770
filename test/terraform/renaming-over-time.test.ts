import { Construct } from "constructs";
import { TerraformResource, TerraformStack, TerraformVariable } from "cdktf";
import { AcrRegistry, AcrServicePrincipal, FederatedIdentity } from "cdktf-acr-auth";
import fc from "fast-check";
import { addresses, endOf, moves } from "../support/moves";
import { newStack, problems } from "../support/stack";

// A model of what people do to a program over time. It knows where each thing was at any time, and
// nothing of how addresses are made: for those it builds the program of that time.

interface Credential {
  readonly id: string;
  readonly oldNames?: string[];
}

interface Placed {
  /** The constructs around it. */
  readonly around: readonly string[];
  readonly id: string;
  readonly oldNames?: string[];
}

interface Principal extends Placed {
  readonly secret: Credential;
  readonly federated: Credential;
}

/** The program of one time. */
interface Version {
  /** Only Terraform knows its name, so its place is in the addresses of role assignments. */
  readonly registry: Placed;
  readonly principals: readonly Principal[];
}

/** The addresses in a program, each by what of which principal it is of. */
interface Built {
  readonly stack: TerraformStack;
  readonly addressOf: ReadonlyMap<string, string>;
}

function build(version: Version): Built {
  const stack = newStack();
  const addressOf = new Map<string, string>();
  const note = (what: string, construct: Construct): void => {
    for (const resource of construct.node.findAll()) {
      if (TerraformResource.isTerraformResource(resource)) {
        const below = resource.node.path.slice(construct.node.path.length);
        const { terraformResourceType: type, friendlyUniqueId: name } = resource;
        addressOf.set(`${what}${below}`, `${type}.${name}`);
      }
    }
  };
  const scopeOf = ({ around }: Placed): Construct =>
    around.reduce<Construct>(
      (outer, name) => outer.node.tryFindChild(name) ?? new Construct(outer, name),
      stack,
    );
  const registry = AcrRegistry.fromName(scopeOf(version.registry), version.registry.id, {
    registryName: new TerraformVariable(stack, "name", {}).stringValue,
    resourceGroupName: "rg-registry",
    renamedFrom: version.registry.oldNames,
  });
  version.principals.forEach((placed, number) => {
    const { id, secret, federated, oldNames } = placed;
    const principal = new AcrServicePrincipal(scopeOf(placed), id, {
      displayName: `principal ${number}`,
      renamedFrom: oldNames,
    });
    note(`${number}`, principal);
    note(
      `${number} secret`,
      principal.addClientSecret(secret.id, { renamedFrom: secret.oldNames }),
    );
    const identity = FederatedIdentity.github({ repository: "contoso/shop", branch: "main" });
    const credential = principal.addFederatedCredential(federated.id, identity, {
      renamedFrom: federated.oldNames,
    });
    note(`${number} federated`, credential);
    for (const assignment of registry.grantPull(principal).roleAssignments) {
      addressOf.set(`${number} pull`, `azurerm_role_assignment.${assignment.friendlyUniqueId}`);
    }
  });
  return { stack, addressOf };
}

const AROUND: readonly (readonly string[])[] = [[], ["shop"], ["store", "backend"]];

const place = fc.record({ around: fc.constantFrom(...AROUND), id: fc.constantFrom("a", "b", "c") });

/** One thing that is renamed or moved. */
const step = fc.record({
  principal: fc.nat(),
  what: fc.constantFrom(
    "registry" as const,
    "principal" as const,
    "secret" as const,
    "federated" as const,
  ),
  around: fc.constantFrom(...AROUND),
});

function after(
  version: Version,
  { principal, what, around }: typeof step extends fc.Arbitrary<infer S> ? S : never,
  id: string,
): Version {
  const { principals } = version;
  return what === "registry"
    ? { ...version, registry: { around, id } }
    : {
        ...version,
        principals: principals.map((all, number) => {
          if (number !== principal % principals.length) {
            return all;
          }
          return what === "principal" ? { ...all, around, id } : { ...all, [what]: { id } };
        }),
      };
}

/** The last program, in which each thing names all that it was called before. */
function withOldNames(history: readonly Version[], now: Version, writeOutPaths: boolean): Version {
  const others = (names: string[], present: string): string[] =>
    [...new Set(names)].filter((name) => name !== present);
  const placed = (before: readonly Placed[], { around, id }: Placed): Placed => {
    const nameOf = (one: Placed): string =>
      one.around.join("/") === around.join("/") && !writeOutPaths
        ? one.id
        : `/${[...one.around, one.id].join("/")}`;
    return { around, id, oldNames: others(before.map(nameOf), nameOf({ around, id })) };
  };
  const credential = (before: readonly Credential[], { id }: Credential): Credential => ({
    id,
    oldNames: others(
      before.map((one) => one.id),
      id,
    ),
  });
  return {
    registry: placed(
      history.map(({ registry }) => registry),
      now.registry,
    ),
    principals: now.principals.map((principal, number) => {
      const before = history.flatMap(({ principals }) => principals[number] ?? []);
      const [secrets, federated] = [
        before.map((one) => one.secret),
        before.map((one) => one.federated),
      ];
      return {
        ...placed(before, principal),
        secret: credential(secrets, principal.secret),
        federated: credential(federated, principal.federated),
      };
    }),
  };
}

test("whatever was renamed when, a state of any time ends where the program has things now", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(place, { minLength: 1, maxLength: 3, selector: (p) => JSON.stringify(p) }),
      fc.array(step, { maxLength: 6 }),
      fc.boolean(),
      (places, steps, writeOutPaths) => {
        let last: Version = {
          registry: { around: [], id: "registry" },
          principals: places.map((at) => ({
            ...at,
            secret: { id: "docker" },
            federated: { id: "github" },
          })),
        };
        const history = [last];
        for (const [number, one] of steps.entries()) {
          last = after(last, one, `name-${number}`);
          history.push(last);
        }
        const now = build(withOldNames(history, last, writeOutPaths));
        expect(problems(now.stack)).toEqual([]);
        const all = moves(now.stack);
        for (const { addressOf } of history.map(build)) {
          expect([...addressOf].map(([what, address]) => [what, endOf(all, address)])).toEqual([
            ...now.addressOf,
          ]);
        }
        expectTerraformToTake(now.stack);
      },
    ),
    { numRuns: 30 },
  );
});

test("whatever is said of the past, it is refused or Terraform takes it", () => {
  const ids = fc.constantFrom("a", "b", "c");
  const oldNames = fc.uniqueArray(fc.constantFrom("a", "b", "c", "/a", "shop/a", "shop/b"), {
    maxLength: 2,
  });
  const credential = fc.record({ id: ids, oldNames: fc.uniqueArray(ids, { maxLength: 2 }) });
  const principal = fc.record({
    around: fc.constantFrom([], ["shop"], ["a"]),
    id: ids,
    oldNames,
    secret: credential,
    federated: credential.map(({ id, oldNames }) => ({ id: `the-${id}`, oldNames })),
  });
  const selector = ({ around, id }: Principal): string => [...around, id].join("/");
  const principals = fc.uniqueArray(principal, { minLength: 1, maxLength: 3, selector });
  let taken = 0;
  fc.assert(
    fc.property(principals, fc.subarray(["a", "b", "/shop/b"]), (version, oldNames) => {
      // A construct of the user's can't be where a principal is; that has nothing to do with names.
      fc.pre(!version.some(({ around, id }) => around.length === 0 && id === "a"));
      const registry = { around: [], id: "registry", oldNames };
      const { stack } = build({ registry, principals: version });
      if (problems(stack).length === 0) {
        taken += 1;
        expectTerraformToTake(stack);
      }
    }),
    { numRuns: 200 },
  );
  expect(taken).toBeGreaterThan(10);
});

// The rules of Terraform's refactoring package.
function expectTerraformToTake(stack: TerraformStack): void {
  const all = moves(stack);
  const [froms, tos] = [all.map(({ from }) => from), all.map(({ to }) => to)];
  const present = addresses(stack);
  expect(froms.filter((from) => present.includes(from))).toEqual([]);
  expect(new Set(froms).size).toBe(froms.length);
  expect(new Set(tos).size).toBe(tos.length);
  expect(present).toEqual(expect.arrayContaining(tos.map((to) => endOf(all, to))));
}
