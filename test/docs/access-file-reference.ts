import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../support/program";
import { slug } from "./links";
import { table, withPart } from "./page-parts";

/** What the reference reads of a JSON Schema. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | false;
  readonly items?: Schema;
  readonly definitions?: Readonly<Record<string, Schema>>;
}

interface Section {
  /** Where its keys stand in the file, as in `registries.<key>`; empty for the file itself. */
  readonly path: string;
  /** The objects that may stand there: several where an entry has several forms. */
  readonly forms: readonly Schema[];
}

const ANY_KEY = "<key>";

/** The schema that the package holds and editors complete by. */
export const SCHEMA = JSON.parse(readFileSync(join(ROOT, "access.schema.json"), "utf8")) as Schema;

/** docs/access-file.md with the keys as the schema has them. */
export function withKeys(page: string): string {
  return withPart(
    page,
    "keys",
    sectionsOf({ path: "", forms: [SCHEMA] })
      .map(shown)
      .join("\n\n"),
  );
}

/** A section, and those of all that is below it, each after what names it first. */
function sectionsOf(section: Section): Section[] {
  const below = keysOf(section).flatMap((key) => {
    const found = [...new Set(section.forms.map(({ properties }) => properties?.[key]))];
    const sections = found.flatMap((schema) =>
      schema === undefined ? [] : objectsIn(schema, joined(section.path, key)),
    );
    return sections.slice(0, 1);
  });
  return [section, ...below.flatMap(sectionsOf)];
}

/** The objects that a value is, holds in a list or has under keys of the user's. */
function objectsIn(schema: Schema, path: string): Section[] {
  const { items, additionalProperties, anyOf, properties } = resolved(schema);
  if (items !== undefined) {
    return objectsIn(items, `${path}[]`);
  }
  if (typeof additionalProperties === "object") {
    return objectsIn(additionalProperties, joined(path, ANY_KEY));
  }
  const forms = (anyOf ?? [resolved(schema)]).map(resolved);
  return properties !== undefined || forms.every((form) => form.properties !== undefined)
    ? [{ path, forms }]
    : [];
}

function shown(section: Section): string {
  const { path, forms } = section;
  const numbered = forms.map(
    ({ required = [] }, index) => `${index + 1}. with ${listed(required, " and ")}`,
  );
  const rows = keysOf(section).map((key) => {
    const schema = forms.find(({ properties }) => properties?.[key])?.properties?.[key] ?? {};
    return [
      `\`${key}\``,
      typeOf(schema, joined(path, key)),
      requiredIn(forms, key),
      schema.default === undefined ? "" : `\`${JSON.stringify(schema.default)}\``,
      inMarkdown(descriptionIn(forms, key)),
    ];
  });
  return [
    `### ${path === "" ? "The file" : `\`${path}\``}`,
    ...(forms.length > 1 ? [`One of these forms:\n\n${numbered.join("\n")}`] : []),
    table(["key", "type", "required", "default", "what it is"], rows),
  ].join("\n\n");
}

function keysOf({ forms }: Section): string[] {
  return [...new Set(forms.flatMap(({ properties }) => Object.keys(properties ?? {})))];
}

function typeOf(schema: Schema, path: string): string {
  const { type, enum: values, items, anyOf, additionalProperties } = resolved(schema);
  const [object] = objectsIn(schema, path);
  if (values !== undefined) {
    return listed(values, " or ");
  }
  if (items !== undefined) {
    return `list of ${typeOf(items, `${path}[]`)}`;
  }
  if (typeof additionalProperties === "object") {
    return `map of ${typeOf(additionalProperties, joined(path, ANY_KEY))}`;
  }
  if (object !== undefined) {
    return `[object](#${slug(object.path)})`;
  }
  if (anyOf !== undefined) {
    return anyOf.map((one) => typeOf(one, path)).join(", or ");
  }
  const word = { string: "text", number: "number", boolean: "true or false" }[type ?? ""];
  if (word === undefined) {
    throw new Error(`The reference has no word for ${JSON.stringify(schema)} at ${path}.`);
  }
  return word;
}

/** What the forms say of a key, once where they say the same. */
function descriptionIn(forms: readonly Schema[], key: string): string {
  const formsOf = new Map<string, number[]>();
  for (const [index, { properties }] of forms.entries()) {
    const { description } = properties?.[key] ?? {};
    if (description !== undefined) {
      formsOf.set(description, [...(formsOf.get(description) ?? []), index + 1]);
    }
  }
  return [...formsOf]
    .map(([text, numbers]) => (formsOf.size === 1 ? text : `(${numbers.join(", ")}) ${text}`))
    .join(" ");
}

function requiredIn(forms: readonly Schema[], key: string): string {
  const among = (isRequired: boolean): string[] =>
    forms.flatMap(({ properties, required = [] }, index) =>
      properties?.[key] !== undefined && required.includes(key) === isRequired
        ? [String(index + 1)]
        : [],
    );
  return (
    [
      ["yes", among(true)],
      ["no", among(false)],
    ] as const
  )
    .filter(([, found]) => found.length > 0)
    .map(([word, found]) =>
      found.length === forms.length ? word : `${word} (${found.join(", ")})`,
    )
    .join(", ");
}

function resolved(schema: Schema): Schema {
  const [, name] = /^#\/definitions\/(.+)$/.exec(schema.$ref ?? "") ?? [];
  return name === undefined ? schema : (SCHEMA.definitions?.[name] ?? {});
}

function joined(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

function listed(words: readonly string[], last: string): string {
  const quoted = words.map((word) => `\`${word}\``);
  return [quoted.slice(0, -1).join(", "), quoted.at(-1) ?? ""].filter(Boolean).join(last);
}

function inMarkdown(text: string): string {
  return text.replaceAll(/[<|]/g, "\\$&");
}
