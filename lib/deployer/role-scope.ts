import { shellWord } from "../core/inert";
import { unicodePattern } from "../core/unicode-pattern";
import { UUID } from "../core/values";
import { Contents, Element, literal } from "./contents";

/** Where a role is assigned. */
export interface RoleScope {
  /** In words, as in "the registry contosoShop in the resource group rg-registry". */
  readonly text: string;
  /** For a shell: the id, or a command that prints it. */
  readonly shell: string;
  /**
   * The id, to compare it with others; the provider stands in it for a subscription that the program
   * does not say. Undefined where the id is not known.
   */
  readonly id?: string;
}

/** What scopes have in common that are the same. */
export function scopeKey({ id, shell }: RoleScope): string {
  // Azure does not tell upper from lower case in ids.
  return (id ?? shell).toLowerCase();
}

/** Whether a scope is another one, or contains it. */
export function containsScope(scope: RoleScope, other: RoleScope): boolean {
  return `${scopeKey(other)}/`.startsWith(`${scopeKey(scope)}/`);
}

/** The scope that an id stands for. */
export function scopeOfId(id: unknown, contents: Contents): RoleScope {
  const known = literal(id);
  if (known !== undefined) {
    return { text: textOfId(known), shell: shellWord(known), id: known };
  }
  const target = contents.referredTo(id);
  const scope = target && scopeOfElement(target, contents);
  return scope ?? unknownScope(String(id));
}

/** The subscription of an azurerm provider. */
export function subscriptionOf(provider: string, contents: Contents): RoleScope {
  const id = contents.providerArgument(provider, "subscription_id");
  return id === undefined
    ? {
        text: `the subscription of the provider ${provider}`,
        shell: shellWord("/subscriptions/<subscription id>"),
        id: `/subscriptions/<of ${provider}>`,
      }
    : scopeOfId(`/subscriptions/${id}`, contents);
}

/** The resource group that an element is in. */
export function resourceGroupOf(element: Element, contents: Contents): RoleScope {
  return resourceGroup(element.arguments.resource_group_name, element, contents);
}

/** Where a role must be assigned to reach an element; undefined for types that have no such place. */
export function scopeOfElement(element: Element, contents: Contents): RoleScope | undefined {
  const lookUp = LOOK_UPS[element.type];
  return lookUp === undefined
    ? SCOPES[element.type]?.(element, contents)
    : lookedUpResource(lookUp, element, contents);
}

/** The scope that a command of az looks up by options. */
export function lookedUp(
  command: string,
  options: Record<string, string | undefined>,
  text: string,
): RoleScope {
  const words = Object.entries(options).flatMap(([option, value]) =>
    value === undefined ? [] : ` --${option} ${shellWord(value)}`,
  );
  const { subscription } = options;
  return {
    text: subscription === undefined ? text : `${text} of the subscription ${subscription}`,
    shell: `"$(az ${command} show${words.join("")} --query id --output tsv)"`,
  };
}

/** How to find what a data source reads. */
interface LookUp {
  /** The command of az. */
  readonly command: string;
  /** Azure's word for it. */
  readonly word: string;
  /** Its type in ids. */
  readonly type: string;
}

const LOOK_UPS: Partial<Record<string, LookUp>> = {
  "data.azurerm_container_registry": {
    command: "acr",
    word: "registry",
    type: "Microsoft.ContainerRegistry/registries",
  },
  "data.azurerm_key_vault": {
    command: "keyvault",
    word: "key vault",
    type: "Microsoft.KeyVault/vaults",
  },
  "data.azurerm_user_assigned_identity": {
    command: "identity",
    word: "managed identity",
    type: "Microsoft.ManagedIdentity/userAssignedIdentities",
  },
};

const SCOPES: Partial<Record<string, (element: Element, contents: Contents) => RoleScope>> = {
  azurerm_container_registry: resourceGroupOf,
  azurerm_key_vault: resourceGroupOf,
  // It is not there before the first deployment; its vault may be.
  azurerm_key_vault_secret: ({ arguments: args }, contents) =>
    scopeOfId(args.key_vault_id, contents),
  azurerm_resource_group: ({ provider }, contents) => subscriptionOf(provider, contents),
  "data.azurerm_resource_group": (element, contents) =>
    resourceGroup(element.arguments.name, element, contents),
  "data.azurerm_subscription": ({ provider, arguments: args }, contents) => {
    const id = literal(args.subscription_id);
    return id === undefined
      ? subscriptionOf(provider, contents)
      : scopeOfId(`/subscriptions/${id}`, contents);
  },
};

/** The resource group that a value names for an element. */
function resourceGroup(value: unknown, element: Element, contents: Contents): RoleScope {
  const around = subscriptionOf(element.provider, contents);
  const { name, isMade } = groupNamed(value, contents);
  if (isMade) {
    return around;
  }
  if (name === undefined) {
    return unknownScope(`the resource group of ${element.path}`);
  }
  const subscription = contents.providerArgument(element.provider, "subscription_id");
  return {
    ...lookedUp("group", { name, subscription }, `the resource group ${name}`),
    id: `${String(around.id)}/resourceGroups/${name}`,
  };
}

function lookedUpResource(
  { command, word, type }: LookUp,
  element: Element,
  contents: Contents,
): RoleScope {
  const around = resourceGroupOf(element, contents);
  const name = literal(element.arguments.name);
  const group = groupNamed(element.arguments.resource_group_name, contents);
  if (group.isMade) {
    return around;
  }
  if (name === undefined || group.name === undefined) {
    return unknownScope(`the ${word} of ${element.path}`);
  }
  const subscription = contents.providerArgument(element.provider, "subscription_id");
  return {
    ...lookedUp(
      command,
      { name, "resource-group": group.name, subscription },
      `the ${word} ${name} in the resource group ${group.name}`,
    ),
    id: `${String(around.id)}/providers/${type}/${name}`,
  };
}

interface ResourceGroup {
  /** Undefined where only Terraform knows it. */
  readonly name?: string;
  /** Whether the stack makes it: a role can't be assigned there before the first deployment. */
  readonly isMade: boolean;
}

/** The resource group that a value names, by itself or as an attribute of another element. */
function groupNamed(value: unknown, contents: Contents): ResourceGroup {
  const group = contents.referredTo(value, "name");
  const neighbour = contents.referredTo(value, "resource_group_name");
  if (group?.type === "azurerm_resource_group") {
    return { isMade: true };
  }
  if (group?.type === "data.azurerm_resource_group") {
    return groupNamed(group.arguments.name, contents);
  }
  if (neighbour !== undefined) {
    return groupNamed(neighbour.arguments.resource_group_name, contents);
  }
  const name = literal(value);
  const isMade = contents.elements.some(
    ({ type, arguments: args }) => type === "azurerm_resource_group" && args.name === name,
  );
  return { name, isMade };
}

function unknownScope(text: string): RoleScope {
  return { text, shell: shellWord(`<resource id of ${text}>`) };
}

function textOfId(id: string): string {
  const [, subscription = "", group, type, name] = KNOWN_ID.exec(id) ?? [];
  if (subscription === "" || !hasPlainNames(id)) {
    return `the scope ${id}`;
  }
  const where = `of the subscription ${subscription}`;
  if (group === undefined) {
    return `the subscription ${subscription}`;
  }
  if (name === undefined) {
    return `the resource group ${group} ${where}`;
  }
  const known = Object.values(LOOK_UPS).find(
    (lookUp) => lookUp?.type.toLowerCase() === type?.toLowerCase(),
  );
  return `the ${known?.word ?? String(type)} ${name} in the resource group ${group} ${where}`;
}

function hasPlainNames(resourceId: string): boolean {
  return PLAIN_NAMES().test(resourceId);
}

const PLAIN_NAMES = unicodePattern(String.raw`^[\p{L}\p{N}_()./-]+$`, "u");

const KNOWN_ID = new RegExp(
  `^/subscriptions/(${UUID})(?:/resourceGroups/([^/]+)(?:/providers/(.+)/([^/]+))?)?$`,
  "i",
);
