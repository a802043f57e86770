import { NotModelled } from "../not-modelled";
import type { Block } from "../schema/schema";
import { Unknown, type Values } from "../schema/values";
import { ProviderError, ProviderErrors } from "./provider-error";
import type { DataSourceType, ResourceType } from "./resource-type";

/** What `terraform validate` finds wrong; throws all of it at once. */
export function validate(type: ResourceType | DataSourceType, block: Block, config: Values): void {
  const errors = [
    ...notModelledArguments(type, block, config),
    ...brokenRules(type, config),
    ...brokenCombinations(type, config),
  ];
  if (errors.length > 0) {
    throw new ProviderErrors(errors);
  }
}

function notModelledArguments(
  type: ResourceType | DataSourceType,
  block: Block,
  config: Values,
): ProviderError[] {
  const attributes = Object.keys(block.attributes).filter((name) => isSet(config, name));
  const blocks = Object.keys(block.blocks).filter(
    (name) => Array.isArray(config[name]) && config[name].length > 0,
  );
  return [...attributes, ...blocks]
    .filter((name) => type.arguments[name] === undefined)
    .map((name) => {
      const { message, detail } = new NotModelled(`\`${name}\` of ${type.type}`);
      return new ProviderError(message, detail, name);
    });
}

function brokenRules(type: ResourceType | DataSourceType, config: Values): ProviderError[] {
  return Object.entries(type.arguments).flatMap(([name, argument]) => {
    const value = config[name] ?? null;
    const known = value !== null && !(value instanceof Unknown);
    const expected = known ? argument.expected?.(value) : undefined;
    return expected === undefined
      ? []
      : [new ProviderError(`expected "${name}" to be ${expected}`, "", name)];
  });
}

function brokenCombinations(type: ResourceType | DataSourceType, config: Values): ProviderError[] {
  const errors: ProviderError[] = [];
  const { exactlyOneOf = [] } = type;
  const given = exactlyOneOf.filter((name) => isSet(config, name));
  if (exactlyOneOf.length > 0 && given.length !== 1) {
    const found = given.length === 0 ? "" : `, but \`${given.join(",")}\` were specified`;
    const detail = `one of \`${exactlyOneOf.join(",")}\` must be specified${found}`;
    errors.push(new ProviderError("Invalid combination of arguments", detail));
  }
  const conflicting = ("conflicting" in type ? (type.conflicting ?? []) : []).filter((name) =>
    isSet(config, name),
  );
  if (conflicting.length > 1) {
    const [first = "", ...others] = conflicting;
    const detail = `"${first}": conflicts with ${others.join(", ")}`;
    errors.push(new ProviderError("Conflicting configuration arguments", detail, first));
  }
  return errors;
}

function isSet(config: Values, name: string): boolean {
  return (config[name] ?? null) !== null;
}
