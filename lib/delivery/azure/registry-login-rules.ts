import { Token } from "cdktf";
import { text } from "../../core/kinds";
import { Problem } from "../../core/problem";
import { having, Shape } from "../../core/props";
import { shown } from "../../core/shown";
import { UUID, uuidProblems } from "../../core/values";

/** A managed identity: the resource or the data source `azurerm_user_assigned_identity`. */
export interface UserAssignedIdentityData {
  /** Its resource id. */
  readonly id: string;
  /** The client id of its service principal. */
  readonly clientId: string;
}

const SHAPE: Shape<UserAssignedIdentityData> = { id: text, clientId: text };
export const USER_ASSIGNED_IDENTITY = having(SHAPE);

/** The rules for the ids of a managed identity. */
export function identityProblems({ id, clientId }: UserAssignedIdentityData): Problem[] {
  return [
    ...ruleProblems("identity.id", id, IDENTITY_ID),
    ...uuidProblems("identity.clientId", clientId, "the client id, not the principal id"),
  ];
}

/** What a literal text has to look like. */
interface Rule {
  readonly pattern: RegExp;
  readonly what: string;
}

const IDENTITY_ID: Rule = {
  pattern: new RegExp(
    String.raw`^/subscriptions/${UUID}/resourceGroups/[^/]+/providers/Microsoft\.ManagedIdentity/userAssignedIdentities/[\w-]{3,128}$`,
    "i",
  ),
  what: "the resource id of a managed identity; it reads /subscriptions/…/resourceGroups/…/providers/Microsoft.ManagedIdentity/userAssignedIdentities/…, as az identity show --query id prints it",
};

const NAME = String.raw`(?![^/]*\.azurecr\.)[a-z0-9]+(?:[._/-]+[a-z0-9]+)*`;
const TAG = String.raw`\w[\w.-]{0,127}`;

/** The arguments of the methods, by their names. Sources: the OCI distribution specification, azurerm 4.55.0. */
const RULES = {
  dockerImageName: {
    pattern: new RegExp(`^${NAME}(?::${TAG})?(?:@sha256:[0-9a-f]{64})?$`),
    what: "an image in a registry; write it without the login server, as in team-a/app:1.0",
  },
  imageName: {
    pattern: new RegExp(`^${NAME}$`),
    what: "the name of an image in a registry; write it without login server and tag, as in team-a/app",
  },
  imageTag: {
    pattern: new RegExp(`^${TAG}$`),
    what: 'the tag of an image; write 1 to 128 letters, digits, "_", "." and "-"',
  },
  secretName: {
    pattern: /^[a-z0-9](?:[a-z0-9-]{0,251}[a-z0-9])?$/,
    what: 'the name of a secret in a container app; write 1 to 253 lower-case letters, digits and "-", with a letter or digit at both ends',
  },
} satisfies Record<string, Rule>;

/** An argument of a method. */
export type Argument = keyof typeof RULES;

/** The rule for an argument; tokens pass. */
export function argumentProblems(argument: Argument, value: string): Problem[] {
  return ruleProblems(argument, value, RULES[argument]);
}

function ruleProblems(key: string, value: string, { pattern, what }: Rule): Problem[] {
  return Token.isUnresolved(value) || pattern.test(value)
    ? []
    : [{ key, message: `${shown(value)} is not ${what}` }];
}
