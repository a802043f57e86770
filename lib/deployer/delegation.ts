import { unicodePattern } from "../core/unicode-pattern";
import { UUID } from "../core/values";
import { KEY_VAULT_SECRETS_USER } from "../delivery/azure/delivered-secret";
import { PrincipalType } from "../principal/principal";
import { AcrRole, BUILT_IN_ROLES } from "../role/roles";
import { Arguments, literal } from "./contents";

/** What a role assignment asks of whoever makes it. */
export interface Delegated {
  /** The GUID of the role definition, or what to put there. */
  readonly roleId: string;
  readonly roleName: string;
  /** Undefined where the role assignment does not say it. */
  readonly principalType?: string;
}

/** What a role assignment delegates, by its arguments or by those of a reported one. */
export function delegatedBy(args: Arguments, path: string): Delegated {
  const principalType = knownType(literal(args.principal_type));
  const value = [args.role_definition_id, args.role_definition_name, args.role].join("");
  const id = ROLE_DEFINITION_ID.exec(value)?.[1]?.toLowerCase();
  if (id !== undefined) {
    const builtIn = ASSIGNED_HERE.find(({ definitionId }) => definitionId === id);
    return { roleId: id, roleName: builtIn?.roleName ?? `the role ${id}`, principalType };
  }
  const { definitionId, roleName } = AcrRole.named(literal(value) ?? `the role of ${path}`);
  return { roleId: definitionId ?? roleIdOf(roleName), roleName, principalType };
}

/** The roles that constructs of this library assign by their ids. */
const ASSIGNED_HERE = [...BUILT_IN_ROLES, KEY_VAULT_SECRETS_USER];

const ROLE_DEFINITION_ID = new RegExp(`/roleDefinitions/(${UUID})$`, "i");

// A condition has no place for what a program has in it: its own words alone decide what it allows.
function knownType(principalType: string | undefined): string | undefined {
  return principalType === undefined || PRINCIPAL_TYPES.includes(principalType)
    ? principalType
    : "<User or Group or ServicePrincipal>";
}

const PRINCIPAL_TYPES: string[] = Object.values(PrincipalType);

function roleIdOf(roleName: string): string {
  return `<role definition id of ${roleName.replace(UNUSUAL(), "?")}>`;
}

const UNUSUAL = unicodePattern(String.raw`[^\p{L}\p{N} ./:_-]`, "gu");

/**
 * The condition on Role Based Access Control Administrator that lets the deployer assign and remove
 * nothing but these roles, for these types of principals.
 * Source: Microsoft's "Examples to delegate Azure role assignment management with conditions",
 * "Constrain roles and principal types".
 */
export function delegationCondition(delegated: Delegated[]): string {
  const roleIds = sorted(delegated.map(({ roleId }) => roleId));
  const types = delegated.map(({ principalType }) => principalType);
  // Azure refuses a request that does not say the type, where a condition asks for it.
  const principalTypes = types.includes(undefined) ? [] : sorted(types.map(String));
  return [
    allowOnly("write", "Request", roleIds, principalTypes),
    allowOnly("delete", "Resource", roleIds, principalTypes),
  ].join(" AND ");
}

function allowOnly(
  verb: string,
  source: string,
  roleIds: string[],
  principalTypes: string[],
): string {
  const attribute = (name: string): string =>
    `@${source}[Microsoft.Authorization/roleAssignments:${name}]`;
  const roles = `${attribute("RoleDefinitionId")} ForAnyOfAnyValues:GuidEquals {${roleIds.join(", ")}}`;
  const quoted = principalTypes.map((type) => `'${type}'`).join(", ");
  const types = `${attribute("PrincipalType")} ForAnyOfAnyValues:StringEqualsIgnoreCase {${quoted}}`;
  return `((!(ActionMatches{'Microsoft.Authorization/roleAssignments/${verb}'})) OR (${
    principalTypes.length === 0 ? roles : `${roles} AND ${types}`
  }))`;
}

/** Each once, in an order that does not depend on that of the program's lines. */
export function sorted(texts: string[]): string[] {
  return [...new Set(texts)].sort();
}
