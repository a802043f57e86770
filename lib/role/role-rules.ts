import { IConstruct } from "constructs";
import { Token } from "cdktf";
import { inert } from "../core/inert";
import { Problem } from "../core/problem";
import { shown } from "../core/shown";
import { meaningOf } from "../terraform/meaning";
import { Access, accessOf } from "./access";
import { PermissionsMode } from "./permissions-mode";
import { roleDefinitionGuid } from "./role-definition-id";
import { AcrRole } from "./roles";

/** The rules for a role, whoever chose it, on a registry in a permissions mode. */
export function roleProblems(role: AcrRole, mode: PermissionsMode): Problem[] {
  const ignored =
    [PermissionsMode.LEGACY, PermissionsMode.ABAC].includes(mode) &&
    !role.permissionsModes.includes(mode);
  return ignored
    ? [
        {
          key: "role",
          message: `a registry in ${mode} mode ignores ${role.roleName} without a word; ${fixOf(role)}, or correct permissionsMode`,
        },
      ]
    : ownRoleProblems(role);
}

function fixOf(role: AcrRole): string {
  const access = accessOf(role);
  return access === Access.CONTENT_TRUST
    ? "grant sign, and sign images with Notation"
    : `grant ${access ?? "an access"}, which assigns the role that it honours`;
}

/** The rules for a role of one's own. */
export function ownRoleProblems({ roleName, definitionId }: AcrRole): Problem[] {
  const isNameless = roleName === "" && Token.isUnresolved(definitionId);
  if (isNameless || Token.isUnresolved(roleName)) {
    return [
      {
        key: "role",
        message:
          'the role is a token, and Terraform addresses need a name that is literal; write AcrRole.custom(id, "image-auditor")',
      },
    ];
  }
  // azurerm puts the name between single quotes when it looks for the role.
  const nameProblems =
    roleName === inert(roleName) &&
    roleName === roleName.trim() &&
    !(roleName in Object.prototype) &&
    /^[^'"`\\]{1,512}$/.test(roleName)
      ? []
      : [
          {
            key: "role",
            message: `${shown(roleName)} is not the name of a role here: 1 to 512 characters, without quotes, backslashes and line breaks, without blanks at its ends, and no word of JavaScript's own; give the role another name in Azure, or use AcrRole.custom with its id and a name of your own`,
          },
        ];
  return definitionId === undefined ||
    Token.isUnresolved(definitionId) ||
    roleDefinitionGuid(definitionId) !== undefined
    ? nameProblems
    : [
        {
          key: "role",
          message: `${shown(definitionId)} is not the resource id of a role definition; it reads /subscriptions/…/providers/Microsoft.Authorization/roleDefinitions/…, as az role definition list --query [].id prints it`,
        },
      ];
}

/**
 * The same text for two roles that are one, as far as the program can tell; a token is that of the
 * construct. To be asked at synth.
 */
export function roleIdentity({ definitionId, roleName }: AcrRole, construct: IConstruct): string {
  return meaningOf(definitionId ?? roleName, construct);
}

/** The rule for two roles with one name: they would share an address, and so a role assignment. */
export function namesakeProblems(
  first: AcrRole,
  second: AcrRole,
  construct: IConstruct,
): Problem[] {
  if (roleIdentity(first, construct) === roleIdentity(second, construct)) {
    return [];
  }
  const [one, other] = [first, second].map(({ definitionId, roleName }) =>
    shown(definitionId ?? roleName),
  );
  return [
    {
      key: "role",
      message: `${shown(first.roleName)} is the name of two roles, ${one} and ${other}; give the second one another name, or, if they are one, use the same AcrRole for both grants`,
    },
  ];
}

/** How far a role reaches beyond pulling, pushing and deleting; undefined for most. */
export function warningAbout(role: AcrRole): string | undefined {
  const reach = REACH.get(role);
  return (
    reach &&
    `${role.roleName} lets the principal ${reach}. For content alone, grant pull, push or another access.`
  );
}

const REACH = new Map<AcrRole, string>([
  [AcrRole.OWNER, "change and delete the registry and assign roles on it"],
  [AcrRole.CONTRIBUTOR, "change and delete the registry"],
  [
    AcrRole.READER,
    "read the whole configuration of the registry, and pull where it is a legacy one",
  ],
  [
    AcrRole.CONTRIBUTOR_AND_DATA_ACCESS_ADMINISTRATOR,
    "change and delete the registry and make tokens for it, by which all content is open",
  ],
  [
    AcrRole.CONFIGURATION_READER,
    "read the passwords of the admin user, by which all content is open where that user is enabled",
  ],
  [AcrRole.TASKS_CONTRIBUTOR, "run tasks, which can read, write and delete all content"],
]);
