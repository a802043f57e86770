/** What Terraform would do to one resource. */
export interface Change {
  /** As in `azuread_application_password.web_client_secret_docker_a_A021C4F4`. */
  readonly address: string;
  readonly type: string;
  readonly action: (typeof ACTIONS)[number];
}

/** A plan, without what stays as it is. */
export interface Plan {
  readonly changes: Change[];
  /** The outputs that change. */
  readonly outputs: string[];
}

const ACTIONS = ["create", "update", "replace", "delete"] as const;

/** One line of what `terraform plan -json` prints. */
interface Event {
  readonly type: string;
  readonly change?: {
    readonly resource: { readonly addr: string; readonly resource_type: string };
    readonly action: string;
  };
  readonly outputs?: Record<string, { readonly action: string }>;
}

/** The plan that `terraform plan -json` tells as it goes: it takes no second process to read it. */
export function planFromJson(lines: string): Plan {
  const events = lines
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Event);
  return {
    changes: events
      .filter(({ type }) => type === "planned_change")
      .flatMap(({ change }) => {
        const action = ACTIONS.find((known) => known === change?.action);
        return change === undefined || action === undefined
          ? []
          : [{ address: change.resource.addr, type: change.resource.resource_type, action }];
      }),
    outputs: events
      .filter(({ type }) => type === "outputs")
      .flatMap(({ outputs = {} }) => Object.entries(outputs))
      .filter(([, { action }]) => action !== "noop")
      .map(([name]) => name),
  };
}
