import type { Mode } from "./capabilities";
import { Condition } from "./condition";
import { type Parties, type Party, type Seen, seen, text, type When } from "./parties";
import type { Change, Plan, Values } from "./plan/plan";
import { builtInRole, customRole, type Role } from "./role-of";

/** A role assignment before or after the apply. */
export interface Assignment {
  readonly address: string;
  /** Whether the plan leaves it as it is. */
  readonly isKept: boolean;
  /** Whether it is deleted first, and then made anew. */
  readonly isReplaced: boolean;
  readonly principal: Party;
  /** Whether it is no person and no group of people: what is not told to be one, is none. */
  readonly isHeadless: boolean;
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

/** @param permissionsModes those that people tell, by ids of registries in small letters; what the plan says wins */
export function sidesOf(
  plan: Plan,
  parties: Parties,
  permissionsModes: Side["modes"],
): { before: Side; after: Side } {
  const reader = new SideReader(plan, parties, permissionsModes);
  return { before: reader.side("before"), after: reader.side("after") };
}

class SideReader {
  private readonly definitions: readonly Change[];
  private readonly conditions = new Map<string, Condition>();

  public constructor(
    private readonly plan: Plan,
    private readonly parties: Parties,
    private readonly permissionsModes: Side["modes"],
  ) {
    this.definitions = this.parties.ofType("azurerm_role_definition");
  }

  public side(when: When): Side {
    return {
      assignments: this.plan.changes.flatMap((change) =>
        change.type === "azurerm_role_assignment" ? this.assignmentsOf(change, when) : [],
      ),
      modes: new Map([
        ...this.permissionsModes,
        ...this.parties
          .ofType("azurerm_container_registry")
          .flatMap((change): [string, Mode | "unknown"][] => {
            const isUnknown = when === "after" && change.unknown.has("role_assignment_mode");
            const mode = isUnknown ? "unknown" : modeOf(change[when]);
            return mode === undefined ? [] : [[this.parties.keyOf(change, when, "id"), mode]];
          }),
      ]),
    };
  }

  private assignmentsOf(change: Change, when: When): Assignment[] {
    const assigned = seen(change, when);
    if (assigned === undefined) {
      return [];
    }
    const { values, unknown } = assigned;
    return [
      {
        address: change.address,
        isKept: change.actions.every((action) => KEEPING.includes(action)),
        isReplaced: change.actions.join() === "delete,create",
        principal: this.parties.named(assigned, "principal_id", ["object_id", "principal_id"]),
        isHeadless: values.principal_type !== "User" && values.principal_type !== "Group",
        scope: this.parties.named(assigned, "scope", ["id"]),
        role: this.roleOf(assigned),
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

  private roleOf(assigned: Seen): Role {
    const { values, unknown } = assigned;
    const [id, name] = ["role_definition_id", "role_definition_name"].map((argument) =>
      unknown.has(argument) ? undefined : text(values[argument]),
    );
    const guid = id?.split("/").at(-1)?.toLowerCase();
    const custom = this.customRoleOf(guid, name, assigned);
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

const KEEPING = ["no-op", "forget", "read"];

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
