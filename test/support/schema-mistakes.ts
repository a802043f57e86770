import { schemaOfBinding } from "../../sandbox/lib/schema/bindings";
import type { Block, CtyType } from "../../sandbox/lib/schema/schema";
import type { TerraformJson } from "./stack";

/** What Terraform's arguments for all resources are called. */
const META_ARGUMENTS = ["connection", "count", "depends_on", "for_each", "lifecycle", "provider"];

/** What is in no provider: Terraform's own. */
const BUILT_IN = ["terraform_data"];

/**
 * What the schemas of the providers forbid of resources and data sources: an argument that there is not, or that
 * only the provider sets, one that is missing, one of another type. The schemas are those that the bindings were
 * generated from. Of an expression no type is known.
 */
export function schemaMistakes({ data = {}, resource = {} }: TerraformJson): string[] {
  return [
    ...Object.entries(data).map(([type, byName]) => [`data ${type}`, byName] as const),
    ...Object.entries(resource).filter(([type]) => !BUILT_IN.includes(type)),
  ].flatMap(([type, byName]) => {
    const block = schemaOfBinding(bindingOf(type));
    return Object.entries(byName).flatMap(([name, config]) =>
      mistakesIn(block, config, `${type}.${name}`),
    );
  });
}

/** The module of a binding for a resource, or for "data azurerm_subscription". */
function bindingOf(type: string): string {
  const [, data = "", provider = "", name = ""] = /^(data )?([a-z]+)_(\w+)$/.exec(type) ?? [];
  const file = data === "" ? name : `data_${provider}_${name}`;
  return `@cdktf/provider-${provider}/lib/${file.replaceAll("_", "-")}`;
}

function mistakesIn({ attributes, blocks }: Block, config: object, path: string): string[] {
  const given = Object.entries(config).filter(([key]) => !META_ARGUMENTS.includes(key));
  const required = [
    ...Object.entries(attributes).filter(([, attribute]) => attribute.required),
    ...Object.entries(blocks).filter(([, { minItems }]) => minItems > 0),
  ];
  return [
    ...required.flatMap(([key]) => (key in config ? [] : [`${path} has no ${key}`])),
    ...given.flatMap(([key, value]) => {
      const place = `${path}.${key}`;
      const attribute = attributes[key];
      const nested = blocks[key];
      if (nested !== undefined) {
        const items = [value].flat() as object[];
        return nested.maxItems > 0 && items.length > nested.maxItems
          ? [`${place} is there ${items.length} times`]
          : items.flatMap((item) => mistakesIn(nested.block, item, place));
      }
      if (attribute === undefined) {
        return [`${place} does not exist`];
      }
      if (!attribute.required && !attribute.optional) {
        return [`${place} is told by the provider`];
      }
      return fits(attribute.type, value)
        ? []
        : [`${place} is no ${JSON.stringify(attribute.type)}`];
    }),
  ];
}

/** Terraform takes a text that is a number or a boolean for one, and the other way round. */
function fits(type: CtyType, value: unknown): boolean {
  if (typeof value === "string" && value.includes("${")) {
    return true;
  }
  if (typeof type === "string") {
    const isNumber = String(value).trim() !== "" && Number.isFinite(Number(value));
    return {
      string: ["string", "number", "boolean"].includes(typeof value),
      number: ["string", "number"].includes(typeof value) && isNumber,
      bool: /^(true|false)$/.test(String(value)),
    }[type];
  }
  const [kind, of] = type;
  if (kind === "object" || typeof value !== "object" || value === null) {
    return kind === "object" && typeof value === "object";
  }
  return (
    Array.isArray(value) === (kind !== "map") &&
    Object.values(value).every((item) => fits(of, item))
  );
}
