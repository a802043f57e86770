/** The Azure CLI, as far as the docs of this project ask people to put things right with it. */

import { removeCertificate } from "./cloud/certificates";
import type { Cloud } from "./cloud/cloud";
import type { Directory } from "./cloud/directory";
import type { Application } from "./cloud/directory-objects";
import { removeFederatedCredential } from "./cloud/federated-credentials";
import { removePassword } from "./cloud/passwords";
import { NotModelled } from "./not-modelled";

type Options = Readonly<Record<string, string>>;

const COMMANDS: Readonly<Record<string, (directory: Directory, options: Options) => void>> = {
  "az ad app delete": (directory, { id = "" }) => {
    directory.deleteApplication(applicationWith(directory, id).objectId);
  },

  "az ad app credential delete": (directory, { id = "", "key-id": keyId = "", cert }) => {
    const application = applicationWith(directory, id);
    if (cert === undefined) {
      removePassword(application, keyId);
    } else {
      removeCertificate(application, keyId);
    }
  },

  "az ad app federated-credential delete": (directory, options) => {
    const { id = "", "federated-credential-id": wanted } = options;
    const application = applicationWith(directory, id);
    const found = application.federatedCredentials.find(
      (credential) => credential.id === wanted || credential.name === wanted,
    );
    removeFederatedCredential(application, found?.id ?? "");
  },

  "az ad app owner add": (directory, { id = "", "owner-object-id": owner = "" }) => {
    directory.addOwner(applicationWith(directory, id), owner);
  },

  "az ad sp delete": (directory, { id = "" }) => {
    directory.deletePrincipal(id);
  },

  "az rest": (directory, { method = "", url = "", body = "" }) => {
    const [, id] =
      /^https:\/\/graph\.microsoft\.com\/v1\.0\/servicePrincipals\/([^/]+)\/owners\/\$ref$/.exec(
        url,
      ) ?? [];
    if (method !== "post" || id === undefined) {
      throw new NotModelled(`the request "${method} ${url}"`);
    }
    const { "@odata.id": owner = "" } = JSON.parse(body) as Record<string, string>;
    directory.addOwner(
      directory.servicePrincipalToChange(id),
      owner.replace(/^.*\/directoryObjects\//, ""),
    );
  },
};

/** Runs a command, without the quotes of a shell, as somebody at home in the tenant does who may do what Terraform may. */
export function az(cloud: Cloud, command: string): void {
  const [words = "", ...options] = command.split(/\s+--/);
  const run = COMMANDS[words];
  if (run === undefined) {
    throw new NotModelled(`the command "${words}"`);
  }
  const given = options.map((option): [string, string] => {
    const [, name = "", value = ""] = /^(\S*)\s*(.*)$/s.exec(option) ?? [];
    return [name, value];
  });
  run(cloud.directory(cloud.seed.tenantId), Object.fromEntries(given));
}

/** `--id` takes the object id or the client id. */
function applicationWith(directory: Directory, id: string): Application {
  const { objectId = id } = directory.applicationOf(id) ?? {};
  return directory.applicationToChange(objectId);
}
