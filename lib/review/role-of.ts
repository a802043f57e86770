import type { RoleDefinition } from "../role/role-definitions";
import * as azure from "../role/role-definitions";
import type { Mode, Permissions } from "./capabilities";

/** A role, and what is known of it. */
export interface Role {
  /** As Azure shows it; the id, where that is all there is. */
  readonly name: string;
  /** Nothing where it can't be found out, so that the role may let do anything. */
  readonly permissions: Permissions | undefined;
  /** The modes in which a registry honours it; both, where nothing says otherwise. */
  readonly modes: readonly Mode[];
}

const BUILT_IN: readonly RoleDefinition[] = Object.values(azure);

export function builtInRole(nameOrGuid: string): Role | undefined {
  const wanted = nameOrGuid.toLowerCase();
  const role = BUILT_IN.find(
    ({ roleName, definitionId }) => roleName.toLowerCase() === wanted || definitionId === wanted,
  );
  return role === undefined
    ? undefined
    : {
        name: role.roleName,
        modes: role.permissionsModes as readonly string[] as readonly Mode[],
        permissions: {
          actions: role.actions,
          notActions: role.notActions ?? [],
          dataActions: role.dataActions ?? [],
          notDataActions: [],
        },
      };
}

/** A role definition of a program. What of it only the apply will tell, may be anything. */
export function customRole(name: string, permissions: unknown): Role {
  return { name, modes: ["legacy", "abac"], permissions: permissionsOf(permissions) };
}

function permissionsOf(blocks: unknown): Permissions | undefined {
  if (!Array.isArray(blocks)) {
    return undefined;
  }
  const all = (attribute: string): string[] =>
    blocks.flatMap((block: unknown) => {
      const value = (block as Readonly<Record<string, unknown>> | null)?.[attribute];
      return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
    });
  // What one block excludes, another may give: only one block can be told exactly.
  const isOne = blocks.length === 1;
  return {
    actions: all("actions"),
    notActions: isOne ? all("not_actions") : [],
    dataActions: all("data_actions"),
    notDataActions: isOne ? all("not_data_actions") : [],
  };
}
