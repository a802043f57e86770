/** The plan of a resource as terraform-plugin-sdk makes it: helper/schema/grpc_provider.go and schema.go. */
import { isDeepStrictEqual } from "node:util";
import type { Attribute, Block } from "../schema/schema";
import {
  isObject,
  isWhollyKnown,
  isZero,
  sameValue,
  UNKNOWN,
  type Value,
  type Values,
} from "../schema/values";
import type { Argument, ResourceType } from "./resource-type";

export interface Plan {
  planned: Values;
  requiresReplace: string[];
}

/** The plan for a new resource: what the API computes is known after apply. */
export function planCreate(
  type: ResourceType,
  block: Block,
  proposed: Values,
  config: Values,
): Plan {
  const planned = map(
    block,
    (name, attribute) => {
      const after = wanted(type.arguments[name], attribute, proposed[name] ?? null, config[name]);
      return attribute.computed && (after === null || after === "") ? UNKNOWN : after;
    },
    (name) => {
      const after = proposed[name] ?? null;
      return isZero(after) && type.computedBlocks?.includes(name) ? UNKNOWN : after;
    },
  );
  return { planned, requiresReplace: [] };
}

/** The plan for an existing resource. Terraform asks again with planCreate for one that must be replaced. */
export function planUpdate(
  type: ResourceType,
  block: Block,
  prior: Values,
  proposed: Values,
  config: Values,
): Plan {
  const changed: string[] = [];
  const decide = (name: string, isSame: boolean, after: Value): Value => {
    if (isSame) {
      return prior[name] ?? null;
    }
    changed.push(name);
    return after;
  };
  const planned = map(
    block,
    (name, attribute) => {
      const argument = type.arguments[name];
      const after = wanted(argument, attribute, proposed[name] ?? null, config[name]);
      const same = isSame(argument, attribute, prior[name] ?? null, after);
      return decide(name, same, after ?? none(attribute));
    },
    (name) => {
      const after = proposed[name] ?? null;
      const isSame =
        isDeepStrictEqual(prior[name] ?? null, after) ||
        (isZero(after) && saysNothing(type, name, prior[name] ?? null));
      return name === TIMEOUTS ? after : decide(name, isSame, after);
    },
  );
  const isForced = (name: string): boolean => {
    const forceNew = type.arguments[name]?.forceNew ?? false;
    return typeof forceNew === "function"
      ? forceNew(prior[name] ?? null, planned[name] ?? null)
      : forceNew;
  };
  // A diff without attributes is no change, whatever the configuration says in `timeouts`; nor is one between null and
  // Go's zero value (hcl2shim.ValuesSDKEquivalent).
  const isChange = changed.some((name) => !isZero(prior[name]) || !isZero(planned[name]));
  return {
    planned: isChange ? planned : prior,
    requiresReplace: isChange ? changed.filter((name) => isForced(name)) : [],
  };
}

/** What an attribute is to be; a set or a map of which one item is known after apply is so as a whole. */
function wanted(
  argument: Argument | undefined,
  { type, writeOnly }: Attribute,
  proposed: Value,
  configured: Value | undefined,
): Value {
  if (writeOnly) {
    return null;
  }
  const value = (configured ?? null) === null ? (argument?.default ?? proposed) : proposed;
  if (typeof value === "string") {
    return argument?.stored?.(value) ?? value;
  }
  const isWhole = Array.isArray(type) && type[0] !== "list";
  return isWhole && !isWhollyKnown(value) ? UNKNOWN : value;
}

function isSame(
  argument: Argument | undefined,
  { type, computed }: Attribute,
  before: Value,
  after: Value,
): boolean {
  if (Array.isArray(type)) {
    return (isZero(before) && isZero(after)) || sameValue(type, before, after);
  }
  if (typeof before === "string" && typeof after === "string" && argument?.normal !== undefined) {
    return argument.normal(before) === argument.normal(after);
  }
  if (after === null) {
    return before === null || isZero(before);
  }
  // An empty text is not told from one that is not set, and what is computed stays where it is not set.
  return after === (before ?? "") || (after === "" && computed);
}

/** What is left of a value that is taken away: of a collection, an empty one. */
function none({ type }: Attribute): Value {
  if (!Array.isArray(type)) {
    return null;
  }
  return type[0] === "map" ? {} : [];
}

/** A block of the state that the program lacks: it stays where the provider knows better, or where it says nothing. */
function saysNothing(type: ResourceType, name: string, before: Value): boolean {
  const [block] = Array.isArray(before) ? before : [];
  return (
    type.computedBlocks?.includes(name) === true ||
    (isObject(block) && type.emptyBlocks?.[name]?.(block) === true)
  );
}

function map(
  block: Block,
  ofAttribute: (name: string, attribute: Attribute) => Value,
  ofBlock: (name: string) => Value,
): Values {
  return Object.fromEntries([
    ...Object.entries(block.attributes).map(([name, attribute]): [string, Value] => [
      name,
      ofAttribute(name, attribute),
    ]),
    ...Object.keys(block.blocks).map((name): [string, Value] => [name, ofBlock(name)]),
  ]);
}

const TIMEOUTS = "timeouts";
