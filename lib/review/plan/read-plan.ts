import { Configuration, OUTPUTS, sourceOf, within } from "./configuration";
import { fieldsOf, isReviewed } from "./fields";
import { BadJson, Choice, JsonPath, JsonSlices } from "./json-slices";
import type { Change, Plan } from "./plan";

/** Why something is no plan that can be reviewed, as the rest of a sentence. */
export class NoPlan extends Error {}

/**
 * Reads what `terraform show -json <plan>` prints, in parts.
 * @throws NoPlan
 */
export class PlanReader {
  private readonly configuration = new Configuration();
  private readonly changes: Change[] = [];
  private readonly drift: string[] = [];
  private readonly read: Change[] = [];
  private readonly top = new Map<string, unknown>();
  private bytes = 0;
  private readonly slices = new JsonSlices(
    (path) => this.choose(path),
    (path, value) => {
      this.take(path, value);
    },
  );

  public write(chunk: Buffer): void {
    this.bytes += chunk.length;
    if (this.bytes > MAX_BYTES) {
      throw new NoPlan("has more than 1 GB, which is more than any review could read");
    }
    this.orNoPlan(() => {
      this.slices.write(chunk);
    });
  }

  public end(): Plan {
    this.orNoPlan(() => {
      this.slices.end();
    });
    const version = this.top.get("format_version");
    if (typeof version !== "string" || !this.top.has("resource_changes")) {
      throw new NoPlan(
        this.top.has("values")
          ? "is a state, and changes nothing; give what terraform show -json prints of a plan"
          : "is no plan; give what terraform show -json prints of one",
      );
    }
    if (!version.startsWith("1.")) {
      throw new NoPlan(
        `has the format ${JSON.stringify(version).slice(0, 20)}, and 1 is what can be read; use Terraform 1.5 or newer, or OpenTofu, and a newer cdktf-acr-auth`,
      );
    }
    return {
      isWhole: this.top.get("errored") !== true && this.top.get("complete") !== false,
      changes: this.changes,
      drift: this.drift,
      read: this.read,
      configuration: this.configuration,
    };
  }

  private orNoPlan(work: () => void): void {
    try {
      work();
    } catch (error) {
      throw error instanceof BadJson ? new NoPlan(`can't be read: ${error.message}`) : error;
    }
  }

  private choose(path: JsonPath): Choice {
    const [first = "", ...rest] = path;
    if (path.length === 1) {
      // What is not taken is known to be there, too.
      this.top.set(first, undefined);
    }
    switch (first) {
      case "":
        return "enter";
      case "format_version":
      case "errored":
      case "complete":
        return "take";
      case "resource_changes":
      case "resource_drift":
        return rest.length === 0 ? "enter" : "take";
      case "prior_state":
        return choiceInState(rest);
      case "configuration":
        return choiceInConfiguration(rest);
      default:
        return "skip";
    }
  }

  private take(path: JsonPath, value: unknown): void {
    const [first = "", ...rest] = path;
    switch (first) {
      case "resource_changes":
        this.changes.push(...changesOf(value));
        break;
      case "resource_drift":
        if (isDrift(record(record(value).change))) {
          this.drift.push(String(record(value).address));
        }
        break;
      case "prior_state":
        this.read.push(...resourcesOf(value));
        break;
      case "configuration":
        this.takeConfiguration(placeOf(rest), value);
        break;
      default:
        this.top.set(first, value);
    }
  }

  private takeConfiguration({ module, rest: [kind, call = ""] }: Place, value: unknown): void {
    switch (kind) {
      case "resources": {
        const { mode, type, name, expressions } = record(value);
        if (isReviewed(type)) {
          const owner = `${mode === "data" ? "data." : ""}${type}.${String(name)}`;
          this.addReferences(module, owner, expressions);
        }
        break;
      }
      case "module_calls":
        this.addReferences(module, `module.${call}`, value);
        break;
      default: {
        const outputs = Object.entries(record(value)).map(([name, output]) => [
          name,
          record(output).expression,
        ]);
        this.addReferences(module, OUTPUTS, Object.fromEntries(outputs));
      }
    }
  }

  private addReferences(module: string, owner: string, expressions: unknown): void {
    for (const [argument, expression] of Object.entries(record(expressions))) {
      const { references } = record(expression);
      if (Array.isArray(references)) {
        this.configuration.add(
          module,
          owner,
          argument,
          references.filter((one) => typeof one === "string"),
        );
      }
    }
  }
}

/** A gigabyte, to a reader of megabytes. */
const MAX_BYTES = 1_000_000_000;

function choiceInState(path: JsonPath): Choice {
  const [values, root, ...inModule] = path;
  if (path.length === 0 || (values === "values" && (root ?? "root_module") === "root_module")) {
    const [kind, item, ...below] = inModule.slice(2 * childModules(inModule));
    if (kind === "resources") {
      return item === undefined ? "enter" : below.length === 0 ? "take" : "skip";
    }
    return kind === undefined || kind === "child_modules" ? "enter" : "skip";
  }
  return "skip";
}

/** How many modules a path goes down at its beginning, each by `child_modules` and an item. */
function childModules(path: JsonPath): number {
  let depth = 0;
  while (path[2 * depth] === "child_modules" && path[2 * depth + 1] !== undefined) {
    depth += 1;
  }
  return depth;
}

function choiceInConfiguration(path: JsonPath): Choice {
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

function changesOf(value: unknown): Change[] {
  const { address, type, mode, change } = record(value);
  const { actions, before, after } = record(change);
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
          actions: Array.isArray(actions) ? actions.map(String) : [],
          before: fieldsOf(type, beforeKnown),
          after: fieldsOf(type, afterKnown),
          unknown: new Set([
            ...marked(record(change).after_unknown),
            ...marked(record(change).after_sensitive),
          ]),
        },
      ]
    : [];
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
function isDrift({ before, after }: Readonly<Record<string, unknown>>): boolean {
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

function resourcesOf(value: unknown): Change[] {
  const { address, type, values, sensitive_values: sensitive } = record(value);
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
    },
  ];
}

/** Its entries, or none where it is no object: a plan that somebody made up has anything anywhere. */
function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}
