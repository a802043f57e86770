import { inert, shellWord } from "../core/inert";
import type { NeededPermission } from "./needed-permissions";
import type { NeededRole } from "./needed-roles";
import type { NeededPlatformRight } from "./platform-rights";

const GRAPH = "00000003-0000-0000-c000-000000000000";

/** What `DeployerRights` tells. */
interface Rights {
  readonly graphPermissions: readonly NeededPermission[];
  readonly azureRoles: readonly NeededRole[];
  readonly possibleAzureRoles: readonly NeededRole[];
  readonly rolesOfWhoAssigns: readonly NeededRole[];
  readonly platformRights: readonly NeededPlatformRight[];
  readonly sharedOwnership: readonly string[];
  readonly unknown: readonly string[];
  readonly notes: readonly string[];
}

/** Rights as a text for whoever grants them. What a program has in it ends no line of it. */
export function rightsText(stackName: string, rights: Rights): string {
  const paragraphs = [
    ...rights.graphPermissions.map(permissionText),
    ...(rights.sharedOwnership.length === 0 ? [] : [ownersText(rights.sharedOwnership)]),
    ...rights.azureRoles.map((role) => roleText(role, "<deployer object id>", "ServicePrincipal")),
    ...rights.possibleAzureRoles.map((role) => [
      `May be needed: Azure role ${role.role} on ${role.scope}`,
      ...roleText(role, "<deployer object id>", "ServicePrincipal").slice(1),
    ]),
    ...(rights.rolesOfWhoAssigns.length === 0 ? [] : [WHO_ASSIGNS]),
    ...rights.rolesOfWhoAssigns.map((role) =>
      roleText(role, "<object id of who assigns>", "<User, Group or ServicePrincipal>"),
    ),
    ...rights.platformRights.map(platformText),
    ...list("Not known here; look up what these need", rights.unknown),
    ...list("To note", rights.notes),
  ];
  return [
    [`What the identity that deploys the stack ${stackName} needs`],
    ...(paragraphs.length === 0 ? [["Nothing, as far as this report knows."]] : paragraphs),
  ]
    .map((lines) => lines.map((line) => `${inert(line)}\n`).join(""))
    .join("\n");
}

const WHO_ASSIGNS = [
  "It assigns no roles. Somebody else does, after each deployment, with the commands in the",
  "output role_assignment_commands, and needs for that",
];

function permissionText(needed: NeededPermission): string[] {
  const { permission, appRoleId, directoryRole, provider, tenantId, because } = needed;
  const tenant = tenantId ?? `of the provider ${provider}`;
  return [
    `Microsoft Graph, application permission ${permission}, in the tenant ${tenant}`,
    ...reasons(because),
    `  A person who deploys after az login needs a directory role in place of it: ${directoryRole}.`,
    "",
    ...command("az ad app permission add", [
      ["--id", "<deployer client id>"],
      ["--api", GRAPH],
      ["--api-permissions", `${appRoleId}=Role`],
    ]),
    ...command("az ad app permission admin-consent", [["--id", "<deployer client id>"]]),
  ];
}

function roleText(needed: NeededRole, objectId: string, principalType: string): string[] {
  const { role, roleDefinitionId, scope, shellScope, assignableRoles, condition, because } = needed;
  return [
    `Azure role ${role} on ${scope}`,
    ...(condition === undefined
      ? []
      : [`  limited by its condition to assign and remove: ${assignableRoles.join(", ")}`]),
    ...reasons(because),
    "",
    ...command(
      "az role assignment create",
      [
        ["--assignee-object-id", objectId],
        ["--assignee-principal-type", principalType],
        ["--role", roleDefinitionId],
      ],
      [
        `--scope ${shellScope}`,
        ...(condition === undefined
          ? []
          : [`--condition ${shellWord(condition)}`, "--condition-version 2.0"]),
      ],
    ),
  ];
}

function platformText(needed: NeededPlatformRight): string[] {
  const { platform, provider, right, at, because } = needed;
  return [`${platform}, by the provider ${provider}: ${right}, on ${at}`, ...reasons(because)];
}

const GRAPH_URL = "https://graph.microsoft.com/v1.0";

function ownersText(sharedOwnership: readonly string[]): string[] {
  const application = "<client id of the application>";
  const owner = "<object id of the owner>";
  const servicePrincipal = `$(az ad sp show --id ${shellWord(application)} --query id --output tsv)`;
  return [
    "Owners beside the deployer",
    ...reasons(sharedOwnership),
    "  For an owner who is a user, the deployer needs User.Read.All as well. An owner that is named later, as",
    "  another deployer is, can't be added with Application.ReadWrite.OwnedBy: before the apply that names it, a",
    "  Cloud Application Administrator runs these, the second one for the service principal.",
    "",
    ...command("az ad app owner add", [
      ["--id", application],
      ["--owner-object-id", owner],
    ]),
    ...command(
      "az rest",
      [["--method", "post"]],
      [
        `--url "${GRAPH_URL}/servicePrincipals/${servicePrincipal}/owners/\\$ref"`,
        `--body ${shellWord(`{"@odata.id": "${GRAPH_URL}/directoryObjects/${owner}"}`)}`,
      ],
    ),
  ];
}

function reasons(because: readonly string[]): string[] {
  return because.map((reason) => `  - ${reason}`);
}

function command(name: string, options: [string, string][], more: string[] = []): string[] {
  const words = [...options.map(([option, value]) => `${option} ${shellWord(value)}`), ...more];
  return [name, ...words.map((word) => `  ${word}`)].map((line, index, lines) =>
    index === lines.length - 1 ? `  ${line}` : `  ${line} \\`,
  );
}

function list(title: string, entries: readonly string[]): string[][] {
  return entries.length === 0 ? [] : [[`${title}:`, ...reasons(entries)]];
}
