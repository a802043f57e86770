import { NotModelled } from "../not-modelled";
import type { Block } from "../schema/schema";
import {
  isObject,
  isWhollyKnown,
  isZero,
  Unknown,
  type Value,
  type Values,
} from "../schema/values";
import { type Problem, ProviderError, ProviderErrors } from "./provider-error";
import type { Argument, DataSourceType, ResourceType } from "./resource-type";

/** What `terraform validate` warns of; throws all that it finds wrong at once. */
export function validate(
  type: ResourceType | DataSourceType,
  block: Block,
  config: Values,
): readonly Problem[] {
  const errors = [
    ...notModelledArguments(type, block, config),
    ...Object.entries(type.arguments).flatMap(([name, argument]) =>
      brokenArgument(name, argument, config[name] ?? null),
    ),
    ...brokenCombinations(type, config),
  ];
  // An argument that is in conflict with another is not looked at further.
  const inConflict = new Set(brokenCombinations(type, config).map(({ attribute }) => attribute));
  const warnings = Object.entries(type.arguments).flatMap(([attribute, { deprecated }]) =>
    deprecated !== undefined && isSet(config, attribute) && !inConflict.has(attribute)
      ? [{ summary: "Argument is deprecated", detail: deprecated, attribute }]
      : [],
  );
  if (errors.length > 0) {
    throw new ProviderErrors(errors, warnings);
  }
  return warnings;
}

function notModelledArguments(
  type: ResourceType | DataSourceType,
  block: Block,
  config: Values,
): ProviderError[] {
  const attributes = Object.keys(block.attributes).filter((name) => isSet(config, name));
  const blocks = Object.keys(block.blocks).filter(
    (name) => Array.isArray(config[name]) && !isZero(config[name]),
  );
  return [...attributes, ...blocks].flatMap((name) => {
    const argument = type.arguments[name];
    const unknown =
      argument === undefined ? [name] : notModelledIn(name, argument, config[name] ?? null);
    return unknown.map((path) => {
      const { message, detail } = new NotModelled(`\`${path}\` of ${type.type}`);
      return new ProviderError(message, detail, name);
    });
  });
}

/** The paths of what is set in a block, and in the blocks in it, and is not modelled. */
function notModelledIn(path: string, argument: Argument | undefined, value: Value): string[] {
  if (isZero(value) || (argument !== undefined && argument.block === undefined)) {
    return [];
  }
  const items = [value].flat().filter(isObject);
  const paths = items.flatMap((item) =>
    Object.entries(item).flatMap(([name, inner]) =>
      notModelledIn(`${path}.${name}`, argument?.block?.[name], inner),
    ),
  );
  return items.length === 0 && argument === undefined ? [path] : [...new Set(paths)];
}

function brokenArgument(name: string, argument: Argument, value: Value): ProviderError[] {
  const { maxItems = Infinity } = argument;
  if (Array.isArray(value) && value.length > maxItems) {
    const detail = `Attribute ${name} supports ${maxItems} item maximum, but config has ${value.length} declared.`;
    return [new ProviderError("Too many list items", detail, name)];
  }
  return brokenRules(name, argument, value).map(
    (sentence) => new ProviderError(sentence, "", name),
  );
}

/** @param path as the rules call it, such as "registry.0.server" */
function brokenRules(path: string, argument: Argument, value: Value): string[] {
  const items = Array.isArray(value) ? value : [];
  const inside = items.flatMap((item, position) =>
    Object.entries(argument.block ?? {}).flatMap(([name, inner]) =>
      isObject(item) ? brokenRules(`${path}.${position}.${name}`, inner, item[name] ?? null) : [],
    ),
  );
  // What is not known yet is looked at in the next plan.
  if (value === null || !isWhollyKnown(value)) {
    return inside;
  }
  const ofItems = items.flatMap(
    (item, position) => argument.eachExpected?.(item, `${path}.${position}`) ?? [],
  );
  return [...(argument.expected?.(value, path) ?? []), ...ofItems, ...inside];
}

/** In the words of terraform-plugin-sdk, helper/schema/schema.go, which names the arguments in alphabetical order. */
function brokenCombinations(type: ResourceType | DataSourceType, config: Values): ProviderError[] {
  const one = [...(type.exactlyOneOf ?? [])].sort();
  const given = one.filter((name) => isSet(config, name) && !isUnknown(config, name));
  const errors: ProviderError[] = [];
  for (const name of one) {
    if (given.length > 1) {
      const detail = `"${name}": only one of \`${one.join(",")}\` can be specified, but \`${given.join(",")}\` were specified.`;
      errors.push(new ProviderError("Invalid combination of arguments", detail, name));
    } else if (given.length === 0 && !one.some((other) => isUnknown(config, other))) {
      const detail = `"${name}": one of \`${one.join(",")}\` must be specified`;
      errors.push(new ProviderError("Invalid combination of arguments", detail, name));
    }
  }
  errors.push(...incomplete(type, config));
  const conflicting = ("conflicting" in type ? (type.conflicting ?? []) : []).filter((name) =>
    isSet(config, name),
  );
  for (const name of conflicting) {
    const other = conflicting.find(
      (candidate) => candidate !== name && !isUnknown(config, candidate),
    );
    if (other !== undefined && !isUnknown(config, name)) {
      const detail = `"${name}": conflicts with ${other}`;
      errors.push(new ProviderError("Conflicting configuration arguments", detail, name));
    }
  }
  return errors;
}

function incomplete(type: ResourceType | DataSourceType, config: Values): ProviderError[] {
  return Object.entries(type.arguments).flatMap(([name, { requiredWith = [] }]) => {
    const all = [name, ...requiredWith].sort();
    if (!isSet(config, name) || all.every((one) => isSet(config, one))) {
      return [];
    }
    const detail = `"${name}": all of \`${all.join(",")}\` must be specified`;
    return [new ProviderError("Missing required argument", detail, name)];
  });
}

function isSet(config: Values, name: string): boolean {
  return (config[name] ?? null) !== null;
}

function isUnknown(config: Values, name: string): boolean {
  return config[name] instanceof Unknown;
}
