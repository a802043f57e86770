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
      brokenRules(name, argument, config[name] ?? null),
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
    const unknown = argument === undefined ? [name] : notModelledIn(name, argument, config[name]);
    return unknown.map((path) => {
      const { message, detail } = new NotModelled(`\`${path}\` of ${type.type}`);
      return new ProviderError(message, detail, name);
    });
  });
}

/** The paths of what is set in a block and is not modelled. */
function notModelledIn(name: string, { modelled }: Argument, value?: Value): string[] {
  const known = modelled?.map((path) => `${name}.${path}`);
  const others = known === undefined ? [] : othersIn(name, value ?? null, known);
  return [...new Set(others)];
}

/** What is set in a block and in the blocks in it, by its path. */
function othersIn(path: string, value: Value, known: readonly string[]): string[] {
  if (isZero(value) || known.includes(path)) {
    return [];
  }
  const items = [value].flat().filter(isObject);
  return items.length === 0
    ? [path]
    : items.flatMap((block) =>
        Object.entries(block).flatMap(([name, inner]) => othersIn(`${path}.${name}`, inner, known)),
      );
}

/** What is not known yet is looked at in the next plan. */
function brokenRules(name: string, argument: Argument, value: Value): ProviderError[] {
  if (value === null || !isWhollyKnown(value)) {
    return [];
  }
  const items = Array.isArray(value) ? value : [];
  const { maxItems = items.length } = argument;
  if (items.length > maxItems) {
    const detail = `Attribute ${name} supports ${maxItems} item maximum, but config has ${items.length} declared.`;
    return [new ProviderError("Too many list items", detail, name)];
  }
  const sentences = [
    ...(argument.expected?.(value, name) ?? []),
    ...items.flatMap(
      (item, position) => argument.eachExpected?.(item, `${name}.${position}`) ?? [],
    ),
  ];
  return sentences.map((sentence) => new ProviderError(sentence, "", name));
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
