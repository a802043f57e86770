import { shellWord } from "../core/inert";
import { Contents, literal } from "./contents";
import type { KnownRole } from "./known-rights";
import type { RoleNeed } from "./needed-roles";
import { lookedUp } from "./role-scope";

const BLOB_DATA_CONTRIBUTOR: KnownRole = {
  roleName: "Storage Blob Data Contributor",
  definitionId: "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
};
const READER_AND_DATA_ACCESS: KnownRole = {
  roleName: "Reader and Data Access",
  definitionId: "c12c1c16-33a1-487b-954d-41c89c60f349",
};

/** Where the state is kept, as far as that is Azure. */
export function backendNeeds(contents: Contents): RoleNeed[] {
  const [kind, args = {}] = contents.backend ?? [];
  if (kind !== "azurerm" || args.access_key !== undefined || args.sas_token !== undefined) {
    return [];
  }
  const name = literal(args.storage_account_name) ?? "<storage account>";
  const group = literal(args.resource_group_name);
  const account = lookedUp(
    "storage account",
    { name, "resource-group": group, subscription: literal(args.subscription_id) },
    `the storage account ${name}${group === undefined ? "" : ` in the resource group ${group}`}`,
  );
  if (args.use_azuread_auth !== true) {
    return [
      {
        role: READER_AND_DATA_ACCESS,
        scope: account,
        because:
          "the state of Terraform, which is opened with a key of the whole storage account; useAzureadAuth of the backend needs less",
      },
    ];
  }
  const container = literal(args.container_name) ?? "<container>";
  const { text, shell } = account;
  return [
    {
      role: BLOB_DATA_CONTRIBUTOR,
      scope: {
        text: `the container ${container} of ${text}`,
        shell: `${shell}${shellWord(`/blobServices/default/containers/${container}`)}`,
      },
      because: "the state of Terraform",
    },
  ];
}

/** A backend that is not in Azure, and of which nothing is known here. */
export function unknownBackend(contents: Contents): string[] {
  const [kind] = contents.backend ?? [];
  return kind === undefined || kind === "azurerm" || kind === "local" ? [] : [`backend ${kind}`];
}
