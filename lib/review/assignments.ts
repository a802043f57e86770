import type { Mode } from "./capabilities";
import { Condition } from "./condition";
import { Names } from "./names";
import type { Change, Plan, Values } from "./plan/plan";
import { builtInRole, customRole, type Role } from "./role-of";

/** Who has a role, or what it is on: an id, or where that is not known yet the place of it in the program. */
export interface Party {
  /** What tells it from others, before and after the apply. */
  readonly key: string;
  /** A name for people. */
  readonly name: string;
  /** Whether the review knows which one it is. */
  readonly isTraced: boolean;
  /** The type of the resource whose id it is, where only the apply will tell that id. */
  readonly type?: string;
}

/** A role assignment before or after the apply. */
export interface Assignment {
  readonly address: string;
  /** Whether the plan leaves it as it is. */
  readonly isKept: boolean;
  readonly principal: Party;
  readonly scope: Party;
  readonly role: Role;
  readonly condition: Condition | undefined;
  readonly description: string | undefined;
}

/** What the plan knows of role assignments on one side of the apply. */
export interface Side {
  readonly assignments: readonly Assignment[];
  /** The permissions mode of each registry that the plan tells it of, or that only the apply will tell, by the key of its scope. */
  readonly modes: ReadonlyMap<string, Mode | "unknown">;
}

export function sidesOf(plan: Plan): { before: Side; after: Side } {
  const reader = new SideReader(plan);
  return { before: reader.side("before"), after: reader.side("after") };
}

type When = "before" | "after";

class SideReader {
  private readonly names: Names;
  /** What the plan tells of each resource, by its address in the configuration. */
  private readonly bySource = new Map<string, Change[]>();
  private readonly definitions: readonly Change[];
  private readonly conditions = new Map<string, Condition>();

  public constructor(private readonly plan: Plan) {
    // What is changed is in the prior state as well, and is told by the change.
    const byAddress = new Map([...plan.read, ...plan.changes].map((one) => [one.address, one]));
    const all = [...byAddress.values()];
    this.names = new Names([...plan.read, ...plan.changes]);
    this.definitions = all.filter(({ type }) => type === "azurerm_role_definition");
    for (const change of all) {
      const told = this.bySource.get(change.source) ?? [];
      told.push(change);
      this.bySource.set(change.source, told);
    }
  }

  public side(when: When): Side {
    const changes = [...this.bySource.values()].flat();
    return {
      assignments: this.plan.changes.flatMap((change) =>
        change.type === "azurerm_role_assignment" ? this.assignmentsOf(change, when) : [],
      ),
      modes: new Map(
        changes.flatMap((change): [string, Mode | "unknown"][] => {
          const isUnknown = when === "after" && change.unknown.has("role_assignment_mode");
          const mode = isUnknown ? "unknown" : modeOf(change[when]);
          return change.type === "azurerm_container_registry" && mode !== undefined
            ? [[this.keyOf(change, when, "id"), mode]]
            : [];
        }),
      ),
    };
  }

  private assignmentsOf(change: Change, when: When): Assignment[] {
    // What Terraform only forgets goes on.
    const values = when === "after" && isForgotten(change) ? change.before : change[when];
    if (values === undefined) {
      return [];
    }
    const unknown = when === "after" && !isForgotten(change) ? change.unknown : new Set<string>();
    const seen: Seen = { change, values, unknown, when };
    return [
      {
        address: change.address,
        isKept: change.actions.every((action) => KEEPING.includes(action)),
        principal: this.party(seen, "principal_id", ["object_id", "principal_id"]),
        scope: this.party(seen, "scope", ["id"]),
        role: this.roleOf(seen),
        // One that only the apply will tell may be none.
        condition: unknown.has("condition") ? undefined : this.condition(text(values.condition)),
        description: text(values.description),
      },
    ];
  }

  private condition(text: string | undefined): Condition | undefined {
    if (text === undefined) {
      return undefined;
    }
    // Many assignments have the same one.
    const condition = this.conditions.get(text) ?? new Condition(text);
    this.conditions.set(text, condition);
    return condition;
  }

  private party(seen: Seen, argument: string, attributes: readonly string[]): Party {
    const id = text(seen.values[argument]);
    if (id !== undefined && !seen.unknown.has(argument)) {
      return { key: id.toLowerCase(), name: this.names.of(id), isTraced: true };
    }
    const reference = this.plan.configuration.trace(seen.change.source, argument);
    const key = `?${seen.change.address} ${argument}`;
    if (reference === undefined) {
      return { key, name: "not known before the apply", isTraced: false };
    }
    const { source, attribute } = reference;
    if (!attributes.includes(attribute)) {
      return { key, name: `${attribute} of ${source}`, isTraced: false };
    }
    const type = source.split(".").at(-2);
    const [target, ...others] = this.bySource.get(source) ?? [];
    if (target === undefined || others.length > 0) {
      return { key, name: `${attribute} of ${source}`, isTraced: false, type };
    }
    const known = this.keyOf(target, seen.when, attribute);
    return { key: known, name: this.nameOf(target), isTraced: true, type };
  }

  /** A new service principal gets the name of its application. */
  private nameOf(change: Change): string {
    const own = this.names.ofResource(change);
    if (own !== undefined || change.type !== "azuread_service_principal") {
      return own ?? change.address;
    }
    const { source } = this.plan.configuration.trace(change.source, "client_id") ?? {};
    const [application, ...others] = this.bySource.get(source ?? "") ?? [];
    const name = others.length === 0 && application && this.names.ofResource(application);
    return name === undefined || name === false ? change.address : name;
  }

  /** The id of a resource, or where the apply makes it another one, its address. */
  private keyOf({ address, unknown, ...sides }: Change, when: When, attribute: string): string {
    const id =
      when === "after" && unknown.has(attribute) ? undefined : text(sides[when]?.[attribute]);
    return id?.toLowerCase() ?? `+${address}`;
  }

  private roleOf(seen: Seen): Role {
    const { values, unknown } = seen;
    const [id, name] = ["role_definition_id", "role_definition_name"].map((argument) =>
      unknown.has(argument) ? undefined : text(values[argument]),
    );
    const guid = id?.split("/").at(-1)?.toLowerCase();
    const custom = this.customRoleOf(guid, name, seen);
    return (
      builtInRole(guid ?? "") ??
      custom ??
      // Azure goes by the id, and a role of one's own may have any name.
      (guid === undefined ? builtInRole(name ?? "") : undefined) ?? {
        name: name ?? guid ?? "(not known before the apply)",
        modes: ["legacy", "abac"],
        permissions: undefined,
      }
    );
  }

  private customRoleOf(
    guid: string | undefined,
    name: string | undefined,
    { change, when }: Seen,
  ): Role | undefined {
    const traced =
      guid === undefined && name === undefined
        ? (this.plan.configuration.trace(change.source, "role_definition_id") ??
          this.plan.configuration.trace(change.source, "role_definition_name"))
        : undefined;
    const found = this.definitions.filter((definition) =>
      traced === undefined
        ? [definition.before, definition.after].some(
            (values) =>
              (guid !== undefined && guidOf(values) === guid) ||
              (guid === undefined && name !== undefined && values?.name === name),
          )
        : definition.source === traced.source,
    );
    const [definition, ...others] = found;
    if (definition === undefined || others.length > 0) {
      return undefined;
    }
    const values = definition[when] ?? definition.before ?? definition.after;
    return customRole(
      text(values?.name) ?? definition.address,
      when === "after" && definition.unknown.has("permissions") ? undefined : values?.permissions,
    );
  }
}

interface Seen {
  readonly change: Change;
  readonly values: Values;
  readonly unknown: ReadonlySet<string>;
  readonly when: When;
}

const KEEPING = ["no-op", "forget", "read"];

function isForgotten({ actions }: Change): boolean {
  return actions.includes("forget");
}

function guidOf(values: Values | undefined): string | undefined {
  const id = text(values?.role_definition_resource_id) ?? text(values?.role_definition_id);
  return id?.split("/").at(-1)?.toLowerCase();
}

function modeOf(values: Values | undefined): Mode | undefined {
  switch (values?.role_assignment_mode) {
    case "AbacRepositoryPermissions":
      return "abac";
    case "LegacyRegistryPermissions":
      return "legacy";
    default:
      return undefined;
  }
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
