import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";

/** A plan that real Terraform made, of applications with a secret and a role assignment each. */
const PLAN = join("test", "review", "fixtures", "one-app-more", "plan.json");

interface Entry {
  readonly address: string;
}

interface Plan {
  readonly resource_changes: readonly Entry[];
  readonly prior_state: {
    readonly values: { readonly root_module: { readonly resources: readonly Entry[] } };
  };
}

/** Writes the plan with one of its applications as many times, each with ids and a key of its own. */
export function writePlan(root: string, file: string, count: number): void {
  const plan = JSON.parse(readFileSync(join(root, PLAN), "utf8")) as Plan;
  const { resource_changes: changes, prior_state, ...rest } = plan;
  const { resources } = prior_state.values.root_module;
  const opened = openSync(file, "w");
  const writeAll = (entries: readonly Entry[]): void => {
    const one = JSON.stringify(entries.filter(isRepeated)).slice(1, -1);
    const ids = idsOf(one).filter((id) => !JSON.stringify(entries.filter(isOther)).includes(id));
    for (let n = 0; n < count; n += 1) {
      writeSync(opened, (n === 0 ? "" : ",") + another(one, ids, n));
    }
  };
  try {
    writeSync(opened, `${JSON.stringify(rest).slice(0, -1)},"resource_changes":[`);
    writeAll(changes);
    writeSync(opened, '],"prior_state":{"values":{"root_module":{"resources":[');
    writeAll(resources);
    writeSync(opened, "]}}}}");
  } finally {
    closeSync(opened);
  }
}

const KEY = "worker";

function isRepeated({ address }: Entry): boolean {
  return address.endsWith(`["${KEY}"]`);
}

function isOther(entry: Entry): boolean {
  return !isRepeated(entry);
}

function idsOf(entries: string): string[] {
  return [...new Set(entries.match(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g))];
}

/** The same with another key, and with the number in the ids that nothing else has. */
function another(entries: string, ids: readonly string[], n: number): string {
  const number = n.toString(16).padStart(8, "0");
  return ids.reduce(
    (text, id) => text.replaceAll(id, number + id.slice(number.length)),
    entries.replaceAll(KEY, `${KEY}-${n}`),
  );
}
