/** Where the registries have a provider, as in "hashicorp/azurerm". */
export function sourceOf(name: string): string {
  return `${NAMESPACES[name] ?? "hashicorp"}/${name}`;
}

/** Of those that are not HashiCorp's own. */
const NAMESPACES: Readonly<Partial<Record<string, string>>> = { github: "integrations" };
