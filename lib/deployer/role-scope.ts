import { Contents, Element, literal } from "./contents";
import { shellWord } from "./shell";

/** Where a role is assigned. */
export interface RoleScope {
  /** In words, as in "the registry contosoShop in the resource group rg-registry". */
  readonly text: string;
  /** For a shell: the id, or a command that prints it. */
  readonly shell: string;
}

/** The scope that an id stands for. */
export function scopeOfId(id: unknown, contents: Contents): RoleScope {
  const known = literal(id);
  if (known !== undefined) {
    return { text: textOfId(known), shell: shellWord(known) };
  }
  const target = contents.referredTo(id);
  const scope = target && scopeOfElement(target, contents);
  return scope ?? placeholder(`what ${String(id)} stands for`, `resource id of ${String(id)}`);
}

/** The subscription of an azurerm provider. */
export function subscriptionOf(provider: string, contents: Contents): RoleScope {
  const id = contents.providerArgument(provider, "subscription_id");
  return id === undefined
    ? {
        text: `the subscription of the provider ${provider}`,
        shell: shellWord("/subscriptions/<subscription id>"),
      }
    : scopeOfId(`/subscriptions/${id}`, contents);
}

/** The resource group that an element is in. */
export function resourceGroupOf(element: Element, contents: Contents): RoleScope {
  const value = element.arguments.resource_group_name;
  const target = contents.referredTo(value);
  const name = literal(target?.arguments.name ?? value);
  if (name === undefined) {
    return placeholder(`the resource group ${String(value)}`, "resource id of the resource group");
  }
  // A role can't be assigned at what the first deployment makes.
  return contents.elements.some(
    ({ type, arguments: args }) => type === "azurerm_resource_group" && args.name === name,
  )
    ? subscriptionOf(element.provider, contents)
    : lookedUp("group", { name }, `the resource group ${name}`, element, contents);
}

/** Where a role must be assigned to reach an element; undefined for types that have no such place. */
export function scopeOfElement(element: Element, contents: Contents): RoleScope | undefined {
  const [command, kind] = LOOK_UPS[element.type] ?? [];
  return command === undefined
    ? SCOPES[element.type]?.(element, contents)
    : lookedUpResource(command, String(kind), element, contents);
}

/** The commands of az that print what a data source reads, and Azure's words for it. */
const LOOK_UPS: Partial<Record<string, readonly [string, string]>> = {
  "data.azurerm_container_registry": ["acr", "registry"],
  "data.azurerm_key_vault": ["keyvault", "key vault"],
  "data.azurerm_user_assigned_identity": ["identity", "managed identity"],
};

const SCOPES: Partial<Record<string, (element: Element, contents: Contents) => RoleScope>> = {
  azurerm_container_registry: resourceGroupOf,
  azurerm_resource_group: ({ provider }, contents) => subscriptionOf(provider, contents),
  "data.azurerm_resource_group": (element, contents) =>
    resourceGroupOf(
      { ...element, arguments: { resource_group_name: element.arguments.name } },
      contents,
    ),
  "data.azurerm_subscription": ({ provider, arguments: args }, contents) => {
    const id = literal(args.subscription_id);
    return id === undefined
      ? subscriptionOf(provider, contents)
      : scopeOfId(`/subscriptions/${id}`, contents);
  },
};

function lookedUpResource(
  command: string,
  kind: string,
  element: Element,
  contents: Contents,
): RoleScope {
  const name = literal(element.arguments.name);
  const group = literal(element.arguments.resource_group_name);
  return name === undefined || group === undefined
    ? placeholder(`the ${kind} of ${element.path}`, `resource id of the ${kind}`)
    : lookedUp(
        command,
        { name, "resource-group": group },
        `the ${kind} ${name} in the resource group ${group}`,
        element,
        contents,
      );
}

function lookedUp(
  kind: string,
  options: Record<string, string>,
  text: string,
  { provider }: Element,
  contents: Contents,
): RoleScope {
  const subscription = contents.providerArgument(provider, "subscription_id");
  const words = Object.entries({ ...options, ...(subscription && { subscription }) }).map(
    ([option, value]) => ` --${option} ${shellWord(value)}`,
  );
  return {
    text: subscription === undefined ? text : `${text} of the subscription ${subscription}`,
    shell: `"$(az ${kind} show${words.join("")} --query id --output tsv)"`,
  };
}

function placeholder(text: string, missing: string): RoleScope {
  return { text, shell: shellWord(`<${missing}>`) };
}

function textOfId(id: string): string {
  const [, subscription = "", group, type, name] =
    /^\/subscriptions\/([^/]+)(?:\/resourceGroups\/([^/]+)(?:\/providers\/(.+)\/([^/]+))?)?$/i.exec(
      id,
    ) ?? [];
  if (subscription === "") {
    return `the scope ${id}`;
  }
  const where = `of the subscription ${subscription}`;
  if (group === undefined) {
    return `the subscription ${subscription}`;
  }
  if (name === undefined) {
    return `the resource group ${group} ${where}`;
  }
  const kind = /^Microsoft\.ContainerRegistry\/registries$/i.test(type ?? "") ? "registry" : type;
  return `the ${String(kind)} ${name} in the resource group ${group} ${where}`;
}
