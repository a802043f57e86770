import { type Configuration, FOR_EACH, OUTPUTS, within } from "./configuration";
import { isClientSecret, isReviewed } from "./fields";
import type { Choice, JsonPath } from "./json-slices";
import { record } from "./record";

/** Takes from the configuration in a plan what its arguments refer to. */
export function takeConfiguration(
  configuration: Configuration,
  path: JsonPath,
  value: unknown,
): void {
  const {
    module,
    rest: [kind, call = ""],
  } = placeOf(path);
  switch (kind) {
    case "resources":
      takeResource(configuration, module, record(value));
      break;
    case "module_calls":
      for (const [argument, expression] of Object.entries(record(value))) {
        configuration.add(module, `module.${call}`, argument, referencesIn(expression));
      }
      break;
    default:
      for (const [name, output] of Object.entries(record(value))) {
        const references = referencesIn(record(output).expression);
        configuration.add(module, OUTPUTS, name, references);
        if (module === "" && references.some(mayBeSecret)) {
          configuration.addReader("", `output.${name}`, "value", references);
        }
      }
  }
}

function takeResource(
  configuration: Configuration,
  module: string,
  {
    mode,
    type,
    name,
    expressions,
    provisioners,
    for_each_expression: each,
  }: Readonly<Record<string, unknown>>,
): void {
  const owner = `${mode === "data" ? "data." : ""}${String(type)}.${String(name)}`;
  if (isReviewed(type)) {
    configuration.add(module, owner, FOR_EACH, referencesIn(each));
  }
  for (const [argument, expression] of Object.entries({ ...record(expressions), provisioners })) {
    const references = referencesIn(expression);
    if (references.some(mayBeSecret)) {
      configuration.addReader(module, owner, argument, references);
    } else if (isReviewed(type)) {
      configuration.add(module, owner, argument, references);
    }
  }
}

/** All references in an argument, also those in its blocks. */
function referencesIn(expression: unknown): string[] {
  if (Array.isArray(expression)) {
    return expression.flatMap(referencesIn);
  }
  const { references, ...blocks } = record(expression);
  return Array.isArray(references)
    ? references.filter((one) => typeof one === "string")
    : Object.values(blocks).flatMap(referencesIn);
}

/** As in `azuread_application_password.web`, of `azuread_application_password.web[0].value`. */
function resourceIn(reference: string): string {
  return reference.split(/[.[]/, 2).join(".");
}

/** Whether a reference may lead to a client secret; those to modules and variables lead anywhere. */
function mayBeSecret(reference: string): boolean {
  return /^(module|var)\./.test(reference) || isClientSecret(resourceIn(reference));
}

export function choiceInConfiguration(path: JsonPath): Choice {
  if (path.length === 0) {
    return "enter";
  }
  if (path[0] !== "root_module") {
    return "skip";
  }
  const [kind, name, part] = placeOf(path).rest;
  switch (kind) {
    case undefined:
      return "enter";
    case "resources":
      return name === undefined ? "enter" : "take";
    case "module_calls":
      return part === undefined ? "enter" : part === "expressions" ? "take" : "skip";
    default:
      return kind === "outputs" ? "take" : "skip";
  }
}

/** A module of the configuration, and what of it a path leads to. */
interface Place {
  readonly module: string;
  readonly rest: JsonPath;
}

/** @param path from `root_module` on, where each module is in the `module_calls` of another */
function placeOf(path: JsonPath): Place {
  let [module, rest] = ["", path.slice(1)];
  while (rest[0] === "module_calls" && rest[2] === "module") {
    module = within(module, `module.${rest[1] ?? ""}`);
    rest = rest.slice(3);
  }
  return { module, rest };
}
