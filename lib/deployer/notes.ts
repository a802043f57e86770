import { Contents, Element, literal } from "./contents";
import { isCredentialForOthers } from "./known-rights";
import { isApplicationOrServicePrincipal } from "./ownership";

interface Note {
  readonly isAbout: (element: Element, contents: Contents) => boolean;
  readonly text: string;
}

/** What a reviewer should know, and no permission or role says. */
const NOTES: Note[] = [
  {
    isAbout: ({ type, arguments: args }) =>
      type === "azurerm_role_assignment" && literal(args.principal_type) === undefined,
    text: "does not say principal_type in a text, so that the condition can't limit the types of principals: give it one",
  },
  {
    isAbout: (element, contents) =>
      isApplicationOrServicePrincipal(element) && contents.imports(element),
    text: "exists already and is imported: until the first apply has made the deployer an owner of it, Application.ReadWrite.OwnedBy is not enough; make the deployer an owner before, or have Application.ReadWrite.All for that apply",
  },
  {
    isAbout: isCredentialForOthers,
    text: "is for an application or service principal that the stack only refers to: Application.ReadWrite.OwnedBy is enough if the deployer is made an owner of that one, of an application by az ad app owner add; Application.ReadWrite.All is for a deployer that is not",
  },
  {
    isAbout: ({ type }) => type === "data.azurerm_container_registry",
    text: "reads the password of the registry's admin user, too, if that user is enabled, which Reader may not: disable the admin user, or assign Container Registry Configuration Reader and Data Access Configuration Reader in place of Reader",
  },
  {
    isAbout: ({ type }) => type === "azurerm_key_vault_secret",
    text: "takes Key Vault Secrets Officer where the permission model of the vault is Azure RBAC; with access policies it is Get, List, Set, Delete, Recover and Purge of secrets, and Reader on the vault",
  },
];

/** The notes on a stack, each with the paths that it is about. */
export function notesOn(contents: Contents): string[] {
  return NOTES.flatMap(({ isAbout, text }) => {
    const paths = contents.elements
      .filter((element) => isAbout(element, contents))
      .map(({ path }) => path);
    return paths.length === 0 ? [] : [`${paths.join(", ")}: ${text}.`];
  });
}
