import type { ContainerGroup } from "@cdktf/provider-azurerm/lib/container-group";
import { oncePer } from "../../core/once-per";
import { warnOnce } from "../../core/warning";
import { ClientSecret } from "../../credential/client-secret";
import { isResource } from "../../terraform/elements";

/**
 * Warns of the container groups that log in by a password, which azurerm can't change: once of each group, when
 * the stack of the client secret is synthesized, since all groups are there only then.
 */
export function warnOfReplacement(secret: ClientSecret, password: string): void {
  const passwords = oncePer(secret, warnOfReplacement, () => {
    const given = new Set<unknown>();
    secret.node.addValidation({
      validate: () => {
        for (const group of groupsBeside(secret)) {
          const { imageRegistryCredentialInput: credentials } = group;
          if (
            [credentials ?? []].flat().some((one) => "password" in one && given.has(one.password))
          ) {
            warnOnce(group, "acr-auth:container-group-replaced", REPLACED);
          }
        }
        return [];
      },
    });
    return given;
  });
  passwords.add(password);
}

function groupsBeside({ node }: ClientSecret): ContainerGroup[] {
  return node.root.node
    .findAll()
    .filter((construct): construct is ContainerGroup =>
      isResource(construct, "azurerm_container_group"),
    );
}

const REPLACED =
  "Each rotation of the client secret replaces this container group, since azurerm can't change the password of " +
  "one: it stops, and starts anew. Log in by a managed identity: RegistryLogin.byIdentity in place of bySecret.";
