import { z } from "zod";
import { didYouMean } from "../core/did-you-mean";
import { Mistake, Path } from "./mistake";
import { shown } from "../core/shown";

/** What in a value has another form than the schema: keys, types, words. */
export function structureMistakes(schema: z.ZodType, value: unknown): Mistake[] {
  const issues = schema.safeParse(value, { reportInput: true }).error?.issues ?? [];
  return issues.flatMap((issue) => mistakesOf(issue, [], schema));
}

type Issue = z.core.$ZodIssue;

function mistakesOf(issue: Issue, above: Path, schema: z.ZodType): Mistake[] {
  const path = [...above, ...issue.path.filter((step) => typeof step !== "symbol")];
  if (issue.input === undefined) {
    return [{ path, message: `is missing: ${describe(schemaAt(schema, path))}` }];
  }
  switch (issue.code) {
    case "unrecognized_keys": {
      const here = schemaAt(schema, path);
      const known = isObject(here) ? Object.keys(here.shape) : [];
      return issue.keys.map((key) => ({ path: [...path, key], message: unknownKey(key, known) }));
    }
    case "invalid_union":
      return meantForm(issue.errors).flatMap((inner) => mistakesOf(inner, path, schema));
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
      return [{ path, message: unfitKey(String(path.at(-1))) }];
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

// The only union is that of a word and a list of words: whoever wrote a list meant the list.
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
