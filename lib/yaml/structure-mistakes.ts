import { z } from "zod";
import { didYouMean } from "../core/did-you-mean";
import { shown } from "../core/shown";
import { fixOfKeys, formOf, Forms, formsOf, keysOf } from "./forms";
import { Mistake, Path } from "./mistake";
import { isMap, valueAt } from "./values";

/** What in a value has another form than the schema: keys, types, words. */
export function structureMistakes(schema: z.ZodType, value: unknown, above: Path = []): Mistake[] {
  // What is wrong with an entry of several forms is said by the one that is meant, and not by zod's choice.
  const entries = new Map<string, EntryOfForms>();
  const ofOneForm = issuesOf(schema, value).flatMap((issue) => {
    const path = stepsOf(issue);
    const entry = entryOfForms(schema, value, path);
    const isOfKey = entry?.path.length === path.length;
    if (issue.code === "invalid_key" && (entry === undefined || isOfKey)) {
      // Zod looks no further, but whoever corrects the key wants to know the rest, too.
      const [inner, here] = [valueAt(value, ...path), schemaAt(schema, path)];
      const below = here instanceof z.ZodType ? [here] : [];
      return [
        ...mistakesOf(issue, schema, above),
        ...below.flatMap((type) => structureMistakes(type, inner, [...above, ...path])),
      ];
    }
    if (entry === undefined) {
      return mistakesOf(issue, schema, above);
    }
    entries.set(JSON.stringify(entry.path), entry);
    return [];
  });
  return [...ofOneForm, ...[...entries.values()].flatMap((entry) => formMistakes(entry, above))];
}

type Issue = z.core.$ZodIssue;

function issuesOf(schema: z.ZodType, value: unknown): Issue[] {
  return schema.safeParse(value, { reportInput: true }).error?.issues ?? [];
}

function stepsOf(issue: Issue): Path {
  return issue.path.filter((step) => typeof step !== "symbol");
}

interface EntryOfForms {
  readonly entry: object;
  readonly path: Path;
  readonly schema: Schema;
  readonly forms: Forms;
}

/** The first entry of several forms on the way to a value. */
function entryOfForms(schema: Schema, value: unknown, path: Path): EntryOfForms | undefined {
  for (let length = 0; length <= path.length; length++) {
    const way = path.slice(0, length);
    const here = schemaAt(schema, way);
    const [entry, forms] = [valueAt(value, ...way), formsOf(here)];
    if (forms !== undefined) {
      return isMap(entry) ? { entry, path: way, schema: here, forms } : undefined;
    }
  }
  return undefined;
}

function formMistakes({ entry, path: below, schema, forms }: EntryOfForms, above: Path): Mistake[] {
  const path = [...above, ...below];
  const tellers = Object.keys(forms.byKey);
  const known = schema instanceof z.ZodType ? keysOf(schema) : [];
  const { told, form } = formOf(forms, entry);
  // What is said of all keys that tell a form, is said of each.
  const covers = tellers.map((key) => [...path, key]);
  const none = told === undefined ? [{ path, message: forms.none, covers }] : [];
  const mistakes = structureMistakes(form, entry, path).flatMap((mistake): Mistake[] => {
    const key = String(mistake.path[path.length]);
    if (mistake.path.length > path.length + 1) {
      return [mistake];
    }
    if (mistake.isUnknownKey) {
      if (!known.includes(key)) {
        return [{ ...mistake, message: unknownKey(key, known) }];
      }
      return told === undefined ? [] : [{ ...mistake, message: forms.beside(key, told) }];
    }
    if (Object.hasOwn(entry, key)) {
      return [mistake];
    }
    if (told === undefined) {
      return tellers.includes(key) ? [] : [mistake];
    }
    return [{ ...mistake, message: forms.missing?.(key, told) ?? mistake.message }];
  });
  return [...none, ...mistakes];
}

function mistakesOf(issue: Issue, schema: Schema, above: Path): Mistake[] {
  const below = stepsOf(issue);
  const path = [...above, ...below];
  const here = schemaAt(schema, below);
  if (issue.input === undefined) {
    return [{ path, message: `is missing: ${describe(here)}` }];
  }
  switch (issue.code) {
    case "unrecognized_keys": {
      const known = isObject(here) ? Object.keys(here.shape) : [];
      return issue.keys.map((key) => ({
        path: [...path, key],
        message: `${unknownKey(key, known)}${fixOfKeys(here)}`,
        isUnknownKey: true,
      }));
    }
    case "invalid_union":
      return meantForm(issue.errors).flatMap((inner) => mistakesOf(inner, here, path));
    case "invalid_value": {
      const words = issue.values.map(String);
      const expected = `one of ${words.join(", ")}`;
      const fix = typeof issue.input === "string" ? didYouMean(issue.input, words) : "";
      return [{ path, message: wrong(issue.input, expected, fix || `; write ${expected}`) }];
    }
    case "invalid_type": {
      const [expected, fix] = TYPES[issue.expected] ?? [issue.expected, ""];
      return [{ path, message: wrong(issue.input, expected, fix) }];
    }
    case "invalid_key":
      return [{ path, message: unfitKey(String(path.at(-1))), covers: [] }];
    case "too_small":
      return [
        {
          path,
          message: `is empty; ${issue.origin === "array" ? "give one entry at least" : "write something"}`,
        },
      ];
    default:
      return [{ path, message: issue.message }];
  }
}

// The other unions are those of a word and a list of words: whoever wrote a list meant the list.
function meantForm(forms: Issue[][]): Issue[] {
  return forms.find((issues) => issues.some(({ path }) => path.length > 0)) ?? forms[0] ?? [];
}

const TYPES: Partial<Record<string, [expected: string, fix: string]>> = {
  object: ["a map", "; write key: value below it, or {} for none"],
  record: ["a map", "; write key: value below it"],
  array: ["a list", "; write a list in brackets"],
  string: ["text", "; write text in quotes"],
  number: ["a number", "; write digits without quotes"],
  boolean: ["a boolean", "; write true or false"],
};

function wrong(value: unknown, expected: string, fix: string): string {
  return value === null ? `has no value${fix}` : `${shown(value)} is not ${expected}${fix}`;
}

function unknownKey(key: string, known: string[]): string {
  return `is not a key that is known here${didYouMean(key, known) || `; the keys are ${known.join(", ")}`}`;
}

function unfitKey(key: string): string {
  return `${shown(key)} can't be a key; use a lower-case letter, then up to 31 lower-case letters, digits and "-" (and not the word constructor)`;
}

type Schema = z.core.$ZodType | undefined;

// Undefined below a union.
function schemaAt(schema: Schema, path: Path): Schema {
  if (schema instanceof z.ZodOptional) {
    return schemaAt(schema.unwrap(), path);
  }
  const [step, ...rest] = path;
  if (step === undefined) {
    return schema;
  }
  if (isObject(schema)) {
    return schemaAt(schema.shape[step], rest);
  }
  if (schema instanceof z.ZodRecord) {
    return schemaAt(schema.valueType, rest);
  }
  return schema instanceof z.ZodArray ? schemaAt(schema.element, rest) : undefined;
}

function isObject(schema: Schema): schema is z.ZodObject<z.ZodRawShape> {
  return schema instanceof z.ZodObject;
}

function describe(schema: Schema): string {
  return (schema && z.globalRegistry.get(schema)?.description) ?? "";
}
