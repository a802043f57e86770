/** What Terraform would do to one resource. */
export interface Change {
  /** As in `azuread_application_password.web_client_secret_docker_a_A021C4F4`. */
  readonly address: string;
  readonly type: string;
  readonly action: "create" | "update" | "replace" | "delete";
  /** The planned attributes, as far as they are known before the apply. */
  readonly after: Record<string, unknown>;
}

/** A plan, without what stays as it is. */
export interface Plan {
  readonly changes: Change[];
  /** The outputs that change. */
  readonly outputs: string[];
}

interface PlanJson {
  readonly resource_changes?: {
    readonly address: string;
    readonly type: string;
    readonly mode: string;
    readonly change: {
      readonly actions: string[];
      readonly after: Record<string, unknown> | null;
    };
  }[];
  readonly output_changes?: Record<string, { readonly actions: string[] }>;
}

const ACTIONS: Record<string, Change["action"]> = {
  create: "create",
  update: "update",
  delete: "delete",
  "create,delete": "replace",
  "delete,create": "replace",
};

export function planFromJson(json: string): Plan {
  const { resource_changes: resources = [], output_changes: outputs = {} } = JSON.parse(
    json,
  ) as PlanJson;
  return {
    changes: resources
      .filter(({ mode }) => mode === "managed")
      .flatMap(({ address, type, change }) => {
        const action = ACTIONS[change.actions.join()];
        return action === undefined ? [] : [{ address, type, action, after: change.after ?? {} }];
      }),
    outputs: Object.entries(outputs)
      .filter(([, { actions }]) => actions.join() !== "no-op")
      .map(([name]) => name),
  };
}
