import { inert } from "../../core/inert";
import { Configuration } from "./configuration";
import { BadJson, type Choice, type JsonPath, JsonSlices } from "./json-slices";
import type { Change, Fate, Plan, Rotation } from "./plan";
import { choiceInConfiguration, takeConfiguration } from "./read-configuration";
import { record } from "./record";
import { changesOf, fateOf, isDrift, resourcesOf, rotationOf } from "./resources";

/** Why something can't be read, as the rest of a sentence. */
export class NoPlan extends Error {}

/**
 * Reads what `terraform show -json` prints of a plan or of a state, in parts. A state is a plan in which all is kept.
 * @throws NoPlan
 */
export class PlanReader {
  private readonly configuration = new Configuration();
  private readonly changes: Change[] = [];
  private readonly drift: string[] = [];
  private readonly read: Change[] = [];
  private readonly fates: Fate[] = [];
  private readonly rotations: Rotation[] = [];
  private readonly top = new Map<string, unknown>();
  private bytes = 0;
  private readonly slices = new JsonSlices(
    (path) => this.choose(path),
    (path, value) => {
      this.take(path, value);
    },
  );

  public constructor(private readonly kind: "plan" | "state" = "plan") {}

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
    if (typeof version !== "string" || !this.isOfKind) {
      throw new NoPlan(this.whatElse);
    }
    if (!version.startsWith("1.")) {
      throw new NoPlan(
        `has the format "${inert(version.slice(0, 20))}", and 1 is what can be read; use Terraform 1.5 or newer, or OpenTofu, and a newer cdktf-acr-auth`,
      );
    }
    return {
      isWhole: this.top.get("errored") !== true && this.top.get("complete") !== false,
      changes: this.changes,
      drift: this.drift,
      read: this.read,
      configuration: this.configuration,
      rotations: this.rotations,
      fates: this.fates,
    };
  }

  private get isOfKind(): boolean {
    return this.kind === "plan"
      ? this.top.has("resource_changes")
      : // Of a state with nothing in it only the versions are printed.
        this.top.has("values") ||
          [...this.top.keys()].every((key) => /^(format|terraform)_version$/.test(key));
  }

  private get whatElse(): string {
    if (this.top.has("lineage")) {
      return "is a state as Terraform keeps it; give what terraform show -json prints";
    }
    if (this.kind === "plan") {
      return this.top.has("values")
        ? "is a state, and changes nothing; give what terraform show -json prints of a plan"
        : "is no plan; give what terraform show -json prints of one";
    }
    return this.top.has("resource_changes")
      ? "is a plan; give what terraform show -json prints without one, or use acr-auth review"
      : "is no state; give what terraform show -json prints of one";
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
      case "output_changes":
        return choiceOfOutput(rest);
      case "prior_state":
        return choiceInState(rest);
      case "values":
        return this.kind === "state" ? choiceInState(path) : "skip";
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
        this.fates.push(...fateOf(value));
        break;
      case "output_changes":
        if (value === "delete") {
          this.fates.push({ address: `output.${rest[0] ?? ""}`, fate: "removed" });
        }
        break;
      case "resource_drift":
        if (isDrift(record(record(value).change))) {
          this.drift.push(String(record(value).address));
        }
        break;
      case "prior_state":
        this.read.push(...resourcesOf(value));
        break;
      case "values":
        (record(value).mode === "data" ? this.read : this.changes).push(...resourcesOf(value));
        this.rotations.push(...rotationOf(value));
        break;
      case "configuration":
        takeConfiguration(this.configuration, rest, value);
        break;
      default:
        this.top.set(first, value);
    }
  }
}

/** A gigabyte, to a reader of megabytes. */
const MAX_BYTES = 1_000_000_000;

/** Of an output only what is done to it: its values may be secrets. */
function choiceOfOutput([, part, item]: JsonPath): Choice {
  return part === undefined || (part === "actions" && item === undefined)
    ? "enter"
    : part === "actions"
      ? "take"
      : "skip";
}

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
