import { IConstruct } from "constructs";
import { inert } from "./inert";

/**
 * A place in a file of the user's, of which constructs are made: what is wrong with them is told there, and
 * not of constructs that the user never wrote.
 */
export interface Place {
  /** What messages call the place, and what is made of it: `principals.web`. */
  readonly name: string;
  /** Where it is, as editors jump to it: `access.yaml:7:3`. */
  readonly position: string;
  /** Whether a construct is made of what stands here; others that come into being meanwhile are not. */
  readonly holds: (construct: IConstruct) => boolean;
}

let current: Place | undefined;
const places = new WeakMap<IConstruct, Place>();

/** Makes constructs of what stands at a place. */
export function madeAt<T>(place: Place, make: () => T): T {
  const before = current;
  current = place;
  try {
    return make();
  } finally {
    current = before;
  }
}

/** The place of which something is being made; undefined in a program. */
export function placeNow(): Place | undefined {
  return current;
}

/** The place of which something is being made that is said of a construct. */
export function placeNowOf(construct: IConstruct): Place | undefined {
  const place = current?.holds(construct) ? current : undefined;
  if (place !== undefined && !places.has(construct)) {
    places.set(construct, place);
  }
  return place;
}

/** The place of which a construct, or the nearest one that it is a part of, was made. */
export function placeOfConstruct(construct: IConstruct): Place | undefined {
  return construct.node.scopes.map((scope) => places.get(scope)).findLast(Boolean);
}

/** What messages call a construct: where the user wrote it, or its path. */
export function nameOf(construct: IConstruct): string {
  return placeOfConstruct(construct)?.name ?? inert(construct.node.path);
}
