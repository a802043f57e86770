import { Contents, Element } from "./contents";

/** Whether an element is an application or service principal that the stack makes. */
export function isApplicationOrServicePrincipal({ type }: Element): boolean {
  return ["azuread_application", "azuread_service_principal"].includes(type);
}

/**
 * Whether the deployer is an owner of an application or service principal, as far as the program
 * tells: its owners have the object id of the client config of the same tenant, directly or as it
 * was at the first apply.
 */
export function isOwnedByDeployer(element: Element, contents: Contents): boolean {
  return deployersIn(element.arguments.owners, contents).includes(element.provider);
}

/** Whether an application or service principal has owners beside the deployer, as far as is known. */
export function hasOtherOwners(element: Element, contents: Contents): boolean {
  const { owners = [] } = element.arguments;
  // An expression in place of a list has whom it will.
  return (
    !Array.isArray(owners) || owners.some((owner) => deployersIn(owner, contents).length === 0)
  );
}

/** The providers whose caller a value names. */
function deployersIn(value: unknown, contents: Contents): string[] {
  return contents.mentionedIn(value).flatMap(({ type, provider, arguments: { input } }) => {
    if (type === "terraform_data") {
      return deployersIn(input, contents);
    }
    return type === "data.azuread_client_config" ? [provider] : [];
  });
}
