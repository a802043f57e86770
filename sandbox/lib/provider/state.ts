import type { Block, CtyType, NestedBlock } from "../schema/schema";
import {
  conform,
  isObject,
  isWhollyKnown,
  isZero,
  Unknown,
  type Value,
  type Values,
} from "../schema/values";

/** What a provider's state is made from: what was planned, and on top of it what the provider has set since. */
export function stateOf(block: Block, planned: Values, set: Values, operation: Operation): Values {
  const attributes = Object.entries(block.attributes).map(([name, { type }]): [string, Value] => [
    name,
    normalized(type, planned[name] ?? null, set[name], operation),
  ]);
  const blocks = Object.entries(block.blocks).map(([name, nested]): [string, Value] => [
    name,
    // Timeouts, which no provider sets.
    nested.nesting === "SINGLE"
      ? (planned[name] ?? null)
      : blocksOf(nested, planned[name] ?? null, set[name], operation),
  ]);
  return conform(block, Object.fromEntries([...attributes, ...blocks]));
}

function blocksOf(
  { nesting, block }: NestedBlock,
  planned: Value,
  set: Value | undefined,
  operation: Operation,
): Value {
  const found = set ?? known(planned);
  if (nesting !== "LIST" || !Array.isArray(found) || !Array.isArray(planned)) {
    return found;
  }
  return found.map((item, position) => {
    const wanted = planned[position];
    return isObject(item) && isObject(wanted) ? stateOf(block, wanted, item, operation) : item;
  });
}

type Operation = "apply" | "read";

/**
 * The state after an apply that failed half-way. Of what only a read would have told, a set is empty in the flat state,
 * and a block is not there.
 */
export function halfMadeState(block: Block, planned: Values, set: Values): Values {
  const isUntold = (name: string): boolean =>
    planned[name] instanceof Unknown && set[name] === undefined;
  const sets = Object.entries(block.attributes).filter(([, { type }]) => type[0] === "set");
  return {
    ...stateOf(block, planned, set, "apply"),
    ...Object.fromEntries(sets.filter(([name]) => isUntold(name)).map(([name]) => [name, []])),
    ...Object.fromEntries(
      Object.keys(block.blocks)
        .filter(isUntold)
        .map((name) => [name, null]),
    ),
  };
}

/** SDKv2 keeps of an argument that is given no longer its empty value, unless the provider sets another. */
export function emptied(block: Block, prior: Values, planned: Values): Values {
  const removed = Object.entries(block.attributes).filter(
    ([name]) => (prior[name] ?? null) !== null && (planned[name] ?? null) === null,
  );
  return Object.fromEntries(
    removed.flatMap(([name, { type }]) =>
      typeof type === "string" && type in EMPTY ? [[name, EMPTY[type]]] : [],
    ),
  );
}

const EMPTY = { bool: false, number: 0, string: "" };

/**
 * terraform-plugin-sdk, helper/schema/grpc_provider.go, normalizeNullValues: the flat state of SDKv2 doesn't know null
 * from empty, so an apply keeps the one that was planned, and a read the one that was set.
 */
function normalized(
  type: CtyType,
  planned: Value,
  set: Value | undefined,
  operation: Operation,
): Value {
  const found = set === undefined ? known(planned) : set;
  if (planned instanceof Unknown) {
    return found;
  }
  if (Array.isArray(type) && operation === "apply") {
    const isSettled = type[0] === "set" && planned !== null && isWhollyKnown(planned);
    if (isSettled || (isZero(planned) && isZero(found))) {
      return planned;
    }
  }
  return found === null && planned === "" ? planned : found;
}

function known(value: Value): Value {
  return isWhollyKnown(value) ? value : null;
}
