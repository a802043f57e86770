import { Construct, IConstruct, RootConstruct } from "constructs";
import { TerraformElement, TerraformModule, TerraformResource, TerraformStack } from "cdktf";

/** What a construct was called before. */
export interface OldName {
  readonly construct: IConstruct;
  /** The property that says so. */
  readonly key: string;
  /** Its id at the same parent, or where there is a slash in it, its path below the stack. */
  readonly text: string;
}

/** What stands in the way of an old name. */
export interface Clash {
  readonly other: IConstruct;
  /** Whether the other has it now; else it is an old name of both. */
  readonly isInUse: boolean;
}

const ID = "acr-auth-moves";
const FORMER = "acr-auth:former";

/** An id or a path that a construct had, and by what old names. */
interface Former {
  readonly text: string;
  readonly oldNames: readonly OldName[];
}

/**
 * Has Terraform move what is in its state to where the program has it now, from wherever the old names
 * of the constructs above had it. Otherwise it would be destroyed and made anew.
 */
export class Moves extends TerraformElement {
  public static of(stack: TerraformStack): Moves {
    return (stack.node.tryFindChild(ID) as Moves | undefined) ?? new Moves(stack);
  }

  private found?: Map<OldName, Clash>;

  private constructor(private readonly stack: TerraformStack) {
    super(stack, ID);
    // What clashes is looked for once in the whole stack, and again the next time that it is validated:
    // the stack comes before all that is in it.
    stack.node.addValidation({
      validate: () => {
        this.found = undefined;
        return [];
      },
    });
  }

  /** Notes what a construct was called. */
  public follow(oldName: OldName): void {
    note(oldName.construct, { text: oldName.text, oldNames: [oldName] });
  }

  /** What has, or had, something at an address that an old name gives. */
  public clashOf(oldName: OldName): Clash | undefined {
    this.found ??= clashesAmong(movables(this.stack));
    return this.found.get(oldName);
  }

  // Terraform takes one move from an address and one to it, and follows them. So the addresses that a
  // resource ever had are one chain: a state that has any of them ends at the last.
  public override toTerraform(): Record<string, unknown> {
    const moved = movables(this.stack).flatMap((movable) => {
      const addresses = addressChain(movable);
      return addresses.slice(1).map((to, index) => ({ from: addresses[index], to }));
    });
    return moved.length === 0 ? {} : { moved };
  }
}

/** All addresses of which a state may have one for a resource, each moved to the next. */
export function addressChain(movable: Movable): string[] {
  return addressesOf(movable).map(({ text }) => text);
}

/** Notes that the id of a construct is made of the place of another, and was made of its old places. */
export function followPlaceOf(
  other: IConstruct,
  construct: IConstruct,
  idAt: (place: readonly string[]) => string,
): void {
  for (const { ids, oldNames } of placesOf(other)) {
    const text = idAt(ids);
    if (text !== construct.node.id) {
      Moves.of(TerraformStack.of(construct));
      note(construct, { text, oldNames });
    }
  }
}

/** Where a construct is: the ids of all above it in the stack, and its own. */
export function placeOf(construct: IConstruct): readonly string[] {
  return placesOf(construct).at(-1)?.ids ?? [];
}

/** Where a construct was when it was called so. */
export function oldPlaceOf({ construct, text }: OldName): readonly string[] {
  return pathIn(text) ?? [...placeOf(construct).slice(0, -1), text];
}

function note(construct: IConstruct, former: Former): void {
  construct.node.addMetadata(FORMER, former);
}

type Movable = TerraformResource | TerraformModule;

function movables(stack: TerraformStack): Movable[] {
  return stack.node
    .findAll()
    .filter(
      (construct): construct is Movable =>
        TerraformResource.isTerraformResource(construct) || construct instanceof TerraformModule,
    )
    .filter((movable) => TerraformStack.of(movable) === stack);
}

interface Address {
  readonly text: string;
  /** By what names of what is above it; none for the address that it has now. */
  readonly oldNames: readonly OldName[];
}

// All addresses of which one may be in a state, the present one last.
function addressesOf(movable: Movable): Address[] {
  const kind = movable instanceof TerraformModule ? "module" : movable.terraformResourceType;
  const stack = TerraformStack.of(movable);
  const { friendlyUniqueId } = movable;
  const now = { text: `${kind}.${friendlyUniqueId}`, oldNames: [] };
  if (friendlyUniqueId !== stack.getLogicalId(movable)) {
    // The program has overridden the logical id: it says itself where this is.
    return [now];
  }
  // Two names may give one address, as the parent's old name and a path do.
  const before = new Map(
    placesOf(movable)
      .filter(({ oldNames }) => oldNames.length > 0)
      .map(({ ids, oldNames }) => [`${kind}.${stack.getLogicalId(detached(ids).node)}`, oldNames]),
  );
  before.delete(now.text);
  return [...Array.from(before, ([text, oldNames]) => ({ text, oldNames })), now];
}

interface Place {
  readonly ids: readonly string[];
  readonly oldNames: readonly OldName[];
}

// With every old name of what is above, since each may have been renamed at another time.
function placesOf(construct: IConstruct): Place[] {
  const { id, scope, metadata } = construct.node;
  if (scope === undefined || TerraformStack.isStack(construct)) {
    return [{ ids: [], oldNames: [] }];
  }
  const above = placesOf(scope);
  const before = metadata
    .filter(({ type }) => type === FORMER)
    .flatMap(({ data }): Place[] => {
      const { text, oldNames } = data as Former;
      const path = pathIn(text);
      return path === undefined
        ? above.map((place) => ({
            ids: [...place.ids, text],
            oldNames: [...place.oldNames, ...oldNames],
          }))
        : [{ ids: path, oldNames }];
    });
  return [...before, ...above.map(({ ids, oldNames }) => ({ ids: [...ids, id], oldNames }))];
}

function pathIn(text: string): string[] | undefined {
  return text.includes("/") ? text.replace(/^\//, "").split("/") : undefined;
}

// Logical ids are made of the ids of a tree, which need not be that of the stack.
function detached([first, ...others]: readonly string[]): Construct {
  return others.reduce<Construct>(
    (scope, id) => new Construct(scope, id),
    new RootConstruct(first),
  );
}

function clashesAmong(movables: Movable[]): Map<OldName, Clash> {
  const holders = new Map<string, { movable: Movable; oldNames: readonly OldName[] }[]>();
  for (const movable of movables) {
    for (const { text, oldNames } of addressesOf(movable)) {
      holders.set(text, [...(holders.get(text) ?? []), { movable, oldNames }]);
    }
  }
  const clashes = new Map<OldName, Clash>();
  for (const all of holders.values()) {
    const now = all.find(({ oldNames }) => oldNames.length === 0);
    const [first, ...others] = all;
    const other = now?.movable ?? first?.oldNames.at(-1)?.construct;
    // An old name that both have, as two parts of one thing do, is not what they differ in.
    const shared = now === undefined ? first?.oldNames : [];
    for (const oldName of (now === undefined ? others : all).flatMap(({ oldNames }) => oldNames)) {
      const known = clashes.get(oldName);
      const tellsMore = known === undefined || (now !== undefined && !known.isInUse);
      if (other !== undefined && tellsMore && shared?.includes(oldName) !== true) {
        clashes.set(oldName, { other, isInUse: now !== undefined });
      }
    }
  }
  return clashes;
}
