import { isDeepStrictEqual } from "node:util";
import type { Attribute, Block, CtyType } from "../schema/schema";
import { sameValue, UNKNOWN, type Value, type Values, zeroValue } from "../schema/values";
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
  return {
    planned: mapAttributes(block, proposed, (name, attribute) =>
      notConfigured(config, name)
        ? (type.arguments[name]?.default ?? (attribute.computed ? UNKNOWN : null))
        : (proposed[name] ?? null),
    ),
    requiresReplace: [],
  };
}

/** The plan for an existing resource. Terraform asks again with planCreate for one that must be replaced. */
export function planUpdate(
  type: ResourceType,
  block: Block,
  prior: Values,
  proposed: Values,
  config: Values,
): Plan {
  const planned = mapAttributes(block, proposed, (name, attribute) => {
    const argument = type.arguments[name];
    const before = prior[name] ?? null;
    const after =
      (notConfigured(config, name) ? argument?.default : undefined) ?? proposed[name] ?? null;
    const bothUnset = isUnset(attribute.type, before) && isUnset(attribute.type, after);
    return bothUnset || isSameText(argument, before, after) ? before : after;
  });
  const changed = Object.entries(block.attributes)
    .filter(
      ([name, attribute]) => !sameValue(attribute.type, prior[name] ?? null, planned[name] ?? null),
    )
    .map(([name]) => name);
  return {
    // SDKv2, helper/schema/grpc_provider.go, PlanResourceChange: a diff without attributes is no change, whatever the
    // configuration says in `timeouts`, the one block that is modelled.
    planned: changed.length === 0 ? prior : planned,
    requiresReplace: changed.filter((name) => type.arguments[name]?.forceNew),
  };
}

function mapAttributes(
  block: Block,
  values: Values,
  map: (name: string, attribute: Attribute) => Value,
): Values {
  const attributes = Object.entries(block.attributes).map(([name, attribute]) => [
    name,
    map(name, attribute),
  ]);
  return { ...values, ...(Object.fromEntries(attributes) as Values) };
}

function notConfigured(config: Values, name: string): boolean {
  return (config[name] ?? null) === null;
}

/** SDKv2 does not tell Go's zero value (false, an empty string or list) from an argument that is not set. */
function isUnset(type: CtyType, value: Value): boolean {
  return value === null || isDeepStrictEqual(value, zeroValue(type));
}

function isSameText(argument: Argument | undefined, left: Value, right: Value): boolean {
  return (
    argument?.normal !== undefined &&
    typeof left === "string" &&
    typeof right === "string" &&
    argument.normal(left) === argument.normal(right)
  );
}
