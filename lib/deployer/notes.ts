import type { Contents, Element } from "./contents";
import { hasOtherOwners } from "./ownership";

/** What a reviewer should know, and no permission or role says. */
export function notesOn(contents: Contents): string[] {
  return [
    note(
      contents,
      ({ type }) => type === "azurerm_role_assignment",
      ({ arguments: { principal_type: principalType } }) => principalType === undefined,
      "does not say principal_type, so that the condition can't limit the types of principals: give it one",
    ),
    note(
      contents,
      isRegistration,
      (element) => contents.imports(element),
      "exists already and is imported: until the first apply has made the deployer an owner of it, Application.ReadWrite.OwnedBy is not enough; make the deployer an owner before, or have Application.ReadWrite.All for that apply",
    ),
    note(
      contents,
      isRegistration,
      (element) => hasOtherOwners(element, contents),
      "has owners beside the deployer: where one of them is a user, the deployer needs User.Read.All as well; to add owners later, Application.ReadWrite.All and Directory.Read.All",
    ),
    note(
      contents,
      ({ type }) => type === "data.azurerm_container_registry",
      () => true,
      "reads the password of the registry's admin user, too, if that user is enabled, which Reader may not: disable the admin user, or assign Container Registry Configuration Reader and Data Access Configuration Reader in place of Reader",
    ),
  ].flat();
}

function isRegistration({ type }: Element): boolean {
  return ["azuread_application", "azuread_service_principal"].includes(type);
}

function note(
  contents: Contents,
  isKind: (element: Element) => boolean,
  holds: (element: Element) => boolean,
  text: string,
): string[] {
  const found = contents.elements.filter((element) => isKind(element) && holds(element));
  return found.length === 0 ? [] : [`${found.map(({ path }) => path).join(", ")}: ${text}.`];
}
