/** What Terraform's JSON tells, in the form in which two runs are compared. */
import type { Json } from "./json";

interface Change {
  readonly address: string;
  readonly action_reason?: string;
  readonly previous_address?: string;
  readonly change: Readonly<Record<string, Json>>;
}

interface PlanJson {
  readonly resource_changes?: readonly Change[];
  readonly resource_drift?: readonly Change[];
  readonly output_changes?: Json;
}

/** What a plan, as `terraform show -json` has it, would do to each resource, and what has changed without Terraform. */
export function planFrom(json: string): Json {
  const { resource_changes, resource_drift, output_changes } = JSON.parse(json) as PlanJson;
  return {
    changes: byAddress(resource_changes),
    drift: byAddress(resource_drift),
    outputs: output_changes ?? {},
  };
}

function byAddress(changes: readonly Change[] = []): Json {
  return Object.fromEntries(
    changes.map(({ address, action_reason = null, previous_address = null, change }) => [
      address,
      { ...change, action_reason, previous_address },
    ]),
  );
}

interface StateJson {
  readonly resources: {
    readonly module?: string;
    readonly mode: "managed" | "data";
    readonly type: string;
    readonly name: string;
    readonly instances: readonly Readonly<Record<string, Json>>[];
  }[];
  readonly outputs: Json;
}

/** What a state file has of each resource. */
export function stateFrom(json: string): Json {
  const { resources, outputs } = JSON.parse(json) as StateJson;
  const known = resources.flatMap(({ module, mode, type, name, instances }) => {
    const address = [module, mode === "data" ? mode : undefined, type, name]
      .filter((part) => part !== undefined)
      .join(".");
    // Private is what a provider keeps for itself.
    return instances.map(({ private: _, ...instance }) => [address, instance] as const);
  });
  return { resources: Object.fromEntries(known), outputs };
}

interface Line {
  readonly type: string;
  readonly diagnostic?: {
    readonly severity: string;
    readonly summary: string;
    readonly detail: string;
    readonly address?: string;
  };
}

/** The errors and warnings of a command that was run with -json, by what they are of. */
export function messagesFrom(output: string): Json {
  const messages: Record<string, Json[]> = {};
  for (const line of output.split("\n").filter((each) => each.startsWith("{"))) {
    const { diagnostic } = JSON.parse(line) as Line;
    if (diagnostic !== undefined) {
      const { severity, summary, detail, address = "the program" } = diagnostic;
      messages[address] = [...(messages[address] ?? []), { severity, summary, detail }];
    }
  }
  return messages;
}
