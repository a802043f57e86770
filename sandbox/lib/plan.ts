/** What Terraform would do to one resource. */
export interface Change {
  /** As in `azuread_application_password.web_client_secret_docker_a_A021C4F4`. */
  readonly address: string;
  readonly type: string;
  readonly action: "create" | "update" | "replace" | "delete";
  /** The attributes as they will be, as far as the plan knows them; none when the resource is deleted. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A plan, without what stays as it is. */
export interface Plan {
  readonly changes: readonly Change[];
  /** The outputs that change. */
  readonly outputs: readonly string[];
}

/** What `terraform show -json` prints of a saved plan. */
interface ShownPlan {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly mode: string;
    readonly type: string;
    readonly change: {
      readonly actions: readonly string[];
      readonly after: Record<string, unknown> | null;
    };
  }[];
  readonly output_changes?: Readonly<Record<string, { readonly actions: readonly string[] }>>;
}

/** Of two actions, in either order, each replaces. */
const ACTIONS: Readonly<Record<string, Change["action"]>> = {
  create: "create",
  update: "update",
  delete: "delete",
  "delete create": "replace",
  "create delete": "replace",
};

/** The plan that `terraform show -json` prints, for those who run Terraform themselves. */
export function planFromJson(shown: string): Plan {
  const { resource_changes: changes = [], output_changes: outputs = {} } = JSON.parse(
    shown,
  ) as ShownPlan;
  return {
    changes: changes.flatMap(({ address, mode, type, change }) => {
      const action = ACTIONS[change.actions.join(" ")];
      return mode !== "managed" || action === undefined
        ? []
        : [{ address, type, action, attributes: change.after ?? {} }];
    }),
    outputs: Object.entries(outputs)
      .filter(([, { actions }]) => actions.join(" ") !== "no-op")
      .map(([name]) => name),
  };
}
