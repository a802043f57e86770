import { periodsFromWords } from "../../credential/periods";
import { sourceOf } from "./configuration";
import { fieldsOf, isClientSecret, isReviewed } from "./fields";
import type { Change, Fate, Rotation } from "./plan";
import { record } from "./record";

/** What an entry of `resource_changes` tells, if a review needs it. */
export function changesOf(value: unknown): Change[] {
  const { address, type, mode, change, deposed } = record(value);
  const { before, after } = record(change);
  const [beforeKnown, afterKnown] = [
    withoutSecrets(before, record(change).before_sensitive),
    withoutSecrets(after, record(change).after_sensitive),
  ];
  return isReviewed(type) && typeof address === "string" && mode !== "data"
    ? [
        {
          address,
          type,
          source: sourceOf(address),
          actions: actionsOf(value),
          before: fieldsOf(type, beforeKnown),
          after: fieldsOf(type, afterKnown),
          unknown: new Set([
            ...marked(record(change).after_unknown),
            ...marked(record(change).after_sensitive),
          ]),
          isDeposed: deposed !== undefined,
        },
      ]
    : [];
}

/** What becomes of the resource of an entry of `resource_changes`, whatever its type is. */
export function fateOf(value: unknown): Fate[] {
  const { address, mode, deposed } = record(value);
  const actions = actionsOf(value);
  const fate = actions.every((action) => KEEPING.includes(action))
    ? "kept"
    : actions.join() === "delete"
      ? "removed"
      : "changed";
  // What is deposed is nothing that anybody refers to.
  return typeof address === "string" && mode !== "data" && deposed === undefined
    ? [{ address, fate }]
    : [];
}

const KEEPING = ["no-op", "forget", "read"];

function actionsOf(value: unknown): string[] {
  const { actions } = record(record(value).change);
  return Array.isArray(actions) ? actions.map(String) : [];
}

/** The attributes of which all or a part is marked, as unknown or as sensitive. */
function marked(marks: unknown): string[] {
  return Object.entries(record(marks))
    .filter(([, mark]) => JSON.stringify(mark).includes("true"))
    .map(([name]) => name);
}

/** Without what the program calls sensitive, whatever it is: nobody may read it in a review. */
function withoutSecrets(values: unknown, sensitive: unknown): unknown {
  const secret = new Set(sensitive === true ? Object.keys(record(values)) : marked(sensitive));
  return typeof values === "object" && values !== null
    ? Object.fromEntries(Object.entries(values).filter(([name]) => !secret.has(name)))
    : undefined;
}

/** After an apply providers read null as empty, which Terraform tells as a change by somebody else, too. */
export function isDrift({ before, after }: Readonly<Record<string, unknown>>): boolean {
  return JSON.stringify(withoutEmpty(before)) !== JSON.stringify(withoutEmpty(after));
}

function withoutEmpty(value: unknown): unknown {
  if (typeof value !== "object" || value === null) {
    return value === "" || value === false || value === null ? undefined : value;
  }
  const full = Object.entries(value)
    .map(([key, inner]) => [key, withoutEmpty(inner)])
    .filter(([, inner]) => inner !== undefined);
  return full.length === 0 ? undefined : Object.fromEntries(full);
}

/** What a resource of a state tells, if a review needs it. */
export function resourcesOf(value: unknown): Change[] {
  const { address, type, values, sensitive_values: sensitive, deposed_key } = record(value);
  if (!isReviewed(type) || typeof address !== "string") {
    return [];
  }
  const known = fieldsOf(type, withoutSecrets(values, sensitive));
  return [
    {
      address,
      type,
      source: sourceOf(address),
      actions: ["no-op"],
      before: known,
      after: known,
      unknown: new Set(),
      isDeposed: deposed_key !== undefined,
    },
  ];
}

/** The schedule that a state remembers for a client secret: it depends on the slots of that. */
export function rotationOf(value: unknown): Rotation[] {
  const { type, values, depends_on: dependsOn } = record(value);
  const { input } = record(values);
  const periods =
    type === "terraform_data" && typeof input === "string" ? periodsFromWords(input) : undefined;
  return periods !== undefined && Array.isArray(dependsOn)
    ? [
        {
          periods,
          slots: dependsOn.filter(
            (one): one is string => typeof one === "string" && isClientSecret(one),
          ),
        },
      ]
    : [];
}
