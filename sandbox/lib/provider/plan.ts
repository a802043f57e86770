/** The plan of a resource as terraform-plugin-sdk makes it: helper/schema/grpc_provider.go and schema.go. */
import { isDeepStrictEqual } from "node:util";
import type { Attribute, Block, NestedBlock } from "../schema/schema";
import {
  isObject,
  isWhollyKnown,
  isZero,
  sameBlocks,
  sameValue,
  UNKNOWN,
  type Value,
  type Values,
} from "../schema/values";
import type { Argument, Arguments, ResourceType } from "./resource-type";

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
    (name, attribute) =>
      newValue(type.arguments[name], attribute, proposed[name] ?? null, config[name]),
    (name, nested) => {
      const after = newBlocks(type.arguments[name], nested, proposed[name] ?? null);
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
    (name, nested) => {
      const before = prior[name] ?? null;
      const after = changedBlocks(type.arguments[name], nested, before, proposed[name] ?? null);
      const isSame =
        isDeepStrictEqual(before, after) || (isZero(after) && saysNothing(type, name, before));
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

function newValue(
  argument: Argument | undefined,
  attribute: Attribute,
  proposed: Value,
  configured: Value | undefined,
): Value {
  const after = wanted(argument, attribute, proposed, configured);
  return attribute.computed && (after === null || after === "") ? UNKNOWN : after;
}

/** Blocks of which the arguments are known here, with their defaults. */
function newBlocks(
  { block: known }: Argument = {},
  { block, nesting }: NestedBlock,
  after: Value,
): Value {
  if (known === undefined || !Array.isArray(after)) {
    return after;
  }
  const blocks = after.map((item) => (isObject(item) ? newBlock(known, block, item) : item));
  return nesting === "SET" ? blocks.map((item) => withEmptyTexts(block, item)) : blocks;
}

/** In a set, SDKv2 has an empty text in place of one that is not set. */
function withEmptyTexts({ attributes }: Block, item: Value): Value {
  const isText = (name: string): boolean => attributes[name]?.type === "string";
  return isObject(item)
    ? Object.fromEntries(
        Object.entries(item).map(([name, value]): [string, Value] => [
          name,
          isText(name) ? (value ?? "") : value,
        ]),
      )
    : item;
}

function newBlock(known: Arguments, block: Block, item: Values): Values {
  return map(
    block,
    (name, attribute) => newValue(known[name], attribute, item[name] ?? null, item[name]),
    (name, nested) => newBlocks(known[name], nested, item[name] ?? null),
  );
}

/** The blocks of a list are compared by their places, those of a set as a whole: what is no change stays as it is. */
function changedBlocks(
  argument: Argument | undefined,
  nested: NestedBlock,
  before: Value,
  after: Value,
): Value {
  const known = argument?.block;
  const there = Array.isArray(before) ? before : [];
  if (known === undefined || !Array.isArray(after)) {
    return after;
  }
  if (nested.nesting === "SET") {
    const blocks = newBlocks(argument, nested, after);
    return sameBlocks(there, blocks) ? before : blocks;
  }
  return after.map((item, position) => {
    const was = there[position];
    return isObject(item)
      ? changedBlock(known, nested.block, isObject(was) ? was : {}, item)
      : item;
  });
}

function changedBlock(known: Arguments, block: Block, before: Values, item: Values): Values {
  return map(
    block,
    (name, attribute) => {
      const [was, proposed] = [before[name] ?? null, item[name] ?? null];
      const after = wanted(known[name], attribute, proposed, proposed);
      return isSame(known[name], attribute, was, after) ? was : (after ?? none(attribute));
    },
    (name, nested) => changedBlocks(known[name], nested, before[name] ?? null, item[name] ?? null),
  );
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
  ofBlock: (name: string, nested: NestedBlock) => Value,
): Values {
  return Object.fromEntries([
    ...Object.entries(block.attributes).map(([name, attribute]): [string, Value] => [
      name,
      ofAttribute(name, attribute),
    ]),
    ...Object.entries(block.blocks).map(([name, nested]): [string, Value] => [
      name,
      ofBlock(name, nested),
    ]),
  ]);
}

const TIMEOUTS = "timeouts";
