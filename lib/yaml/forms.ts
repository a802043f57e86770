import { z } from "zod";

/** An entry that has one of several forms, and what is said of one that has none of them, or parts of two. */
export interface Forms {
  /** The form that an entry is meant to have, by the keys that tell it: the first that is there counts. */
  readonly byKey: Readonly<Record<string, z.ZodObject>>;
  /** What is wrong with an entry that has none of these keys; its other keys are those of the first form. */
  readonly none: string;
  /** Whether an entry must have no two of these keys, of which `none` tells as well. */
  readonly oneKey?: boolean;
  /** What is wrong with a key of another form than that which a key tells. */
  readonly beside: (key: string, told: string) => string;
  /** What is wrong with an entry without a key that its form needs, where its description does not say it all. */
  readonly missing?: (key: string, told: string) => string | undefined;
}

// By its definition, which a union keeps when it is described.
const formsOfUnions = new WeakMap<object, Forms>();

/** A schema of entries that have one of several forms. */
export function oneOfForms<F extends readonly [z.ZodObject, z.ZodObject, ...z.ZodObject[]]>(
  forms: F,
  told: Forms,
): z.ZodUnion<F> {
  const union = z.union(forms);
  formsOfUnions.set(union.def, told);
  return union;
}

/** What is said of the entries of a schema; undefined where they have one form. */
export function formsOf(schema: z.core.$ZodType | undefined): Forms | undefined {
  return schema === undefined ? undefined : formsOfUnions.get(schema._zod.def);
}

/** The keys of an entry, of whatever form. */
export function keysOf(schema: z.ZodType): string[] {
  const forms = formsOf(schema);
  const all = forms === undefined ? [schema] : Object.values(forms.byKey);
  return [
    ...new Set(all.flatMap((form) => (form instanceof z.ZodObject ? Object.keys(form.shape) : []))),
  ];
}

/** The key that tells the form of an entry; undefined where none does, or two where only one may. */
export function keyOfForm(schema: z.ZodType, entry: object): string | undefined {
  const forms = formsOf(schema);
  return forms && formOf(forms, entry).told;
}

/** The key that tells the form of an entry, and the form; the first one where no key tells it. */
export function formOf(
  { byKey, oneKey }: Forms,
  entry: object,
): { told?: string; form: z.ZodObject } {
  const given = Object.keys(byKey).filter((key) => Object.hasOwn(entry, key));
  const told = oneKey === true && given.length > 1 ? undefined : given[0];
  const form = byKey[told ?? given[0] ?? Object.keys(byKey)[0] ?? ""];
  if (form === undefined) {
    throw new TypeError("a union of forms tells none of them");
  }
  return { told, form };
}

const elsewhere = new WeakMap<object, string>();

/** A schema of which a key that it does not know may be meant for another place; `fix` tells of that. */
export function keysElsewhere<S extends z.ZodType>(schema: S, fix: string): S {
  elsewhere.set(schema._zod.def, fix);
  return schema;
}

/** What is said of keys that a schema does not know, beside those that it does. */
export function fixOfKeys(schema: z.core.$ZodType | undefined): string {
  return (schema && elsewhere.get(schema._zod.def)) ?? "";
}
