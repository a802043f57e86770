/**
 * Built-in roles. Names, ids and permissions: MicrosoftDocs, built-in-roles/containers.md and
 * container-registry-rbac-built-in-roles-directory-reference.md; Owner, Contributor, Reader and the two that assign
 * roles: built-in-roles/privileged.md and general.md.
 */
export interface Role {
  readonly name: string;
  readonly id: string;
  /** Absent where the exact list is not known here. */
  readonly permissions?: {
    readonly actions: readonly string[];
    readonly notActions?: readonly string[];
    readonly dataActions: readonly string[];
  };
}

const SECRETS = "Microsoft.KeyVault/vaults/secrets";
const REGISTRY = "Microsoft.ContainerRegistry/registries";
const REPOSITORY = `${REGISTRY}/repositories`;
const READ = [`${REPOSITORY}/content/read`, `${REPOSITORY}/metadata/read`];
const WRITE = [`${REPOSITORY}/content/write`, `${REPOSITORY}/metadata/write`];
const DELETE = [`${REPOSITORY}/content/delete`, `${REPOSITORY}/metadata/delete`];

export const ROLES: readonly Role[] = [
  role("AcrPull", "7f951dda-4ed3-4680-a7ca-43fe172d538d", [`${REGISTRY}/pull/read`]),
  role("AcrPush", "8311e382-0749-4cb8-b61a-304f252e45ec", [
    `${REGISTRY}/pull/read`,
    `${REGISTRY}/push/write`,
  ]),
  role("AcrDelete", "c2f4ef07-c644-48eb-af81-4b1b4947fb11", [`${REGISTRY}/artifacts/delete`]),
  role(
    "AcrImageSigner",
    "6cef56e8-d556-48e5-a04f-b8e64114680f",
    [`${REGISTRY}/sign/write`],
    [`${REGISTRY}/trustedCollections/write`],
  ),
  role(
    "AcrQuarantineReader",
    "cdda3590-29a3-44f6-95f2-9f980659eb04",
    [`${REGISTRY}/quarantine/read`],
    [`${REGISTRY}/quarantinedArtifacts/read`],
  ),
  role(
    "AcrQuarantineWriter",
    "c8d4ff99-41c3-41a8-9f60-21dfdad59608",
    [`${REGISTRY}/quarantine/read`, `${REGISTRY}/quarantine/write`],
    [`${REGISTRY}/quarantinedArtifacts/read`, `${REGISTRY}/quarantinedArtifacts/write`],
  ),
  role("Container Registry Repository Reader", "b93aa761-3e63-49ed-ac28-beffa264f7ac", [], READ),
  role(
    "Container Registry Repository Writer",
    "2a1e307c-b015-4ebd-883e-5b7698a07328",
    [],
    [...READ, ...WRITE],
  ),
  role(
    "Container Registry Repository Contributor",
    "2efddaa5-3f1f-4df3-97df-af3f13818f4c",
    [],
    [...READ, ...WRITE, ...DELETE],
  ),
  role(
    "Container Registry Repository Catalog Lister",
    "bfdb9389-c9a5-478a-bb2f-ba9ca092c3c7",
    [],
    [`${REGISTRY}/catalog/read`],
  ),
  role(
    "Container Registry Data Importer and Data Reader",
    "577a9874-89fd-4f24-9dbd-b5034d0ad23a",
    [`${REGISTRY}/importImage/action`, `${REGISTRY}/read`, `${REGISTRY}/pull/read`],
    [...READ, `${REGISTRY}/catalog/read`],
  ),
  {
    name: "Container Registry Contributor and Data Access Configuration Administrator",
    id: "3bc748fc-213d-45c1-8d91-9da5725539b9",
  },
  {
    name: "Container Registry Configuration Reader and Data Access Configuration Reader",
    id: "69b07be0-09bf-439a-b9a6-e73de851bd59",
  },
  { name: "Container Registry Tasks Contributor", id: "fb382eab-e894-4461-af04-94435c366c3f" },
  {
    name: "Container Registry Transfer Pipeline Contributor",
    id: "bf94e731-3a51-4a7c-8c54-a1ab9971dfc1",
  },
  {
    name: "Container Registry Cache Rule Administrator",
    id: "df87f177-bb12-4db1-9793-a413691eff94",
  },
  { name: "Container Registry Cache Rule Reader", id: "c357b964-0002-4b64-a50d-7a28f02edc52" },
  {
    name: "Container Registry Credential Set Administrator",
    id: "f094fb07-0703-4400-ad6a-e16dd8000e14",
  },
  { name: "Container Registry Credential Set Reader", id: "29093635-9924-4f2c-913b-650a12949526" },
  role(
    "Key Vault Reader",
    "21090545-7ca7-4776-b22c-e363652d74d2",
    ["Microsoft.KeyVault/*/read"],
    ["Microsoft.KeyVault/vaults/*/read", `${SECRETS}/readMetadata/action`],
  ),
  role(
    "Key Vault Secrets User",
    "4633458b-17de-408a-b874-0445c86b69e6",
    [],
    [`${SECRETS}/getSecret/action`, `${SECRETS}/readMetadata/action`],
  ),
  {
    name: "Key Vault Secrets Officer",
    id: "b86a8fe4-44ce-4948-aee5-eccb2c155cd7",
  },
  { name: "Key Vault Administrator", id: "00482a5a-887f-4fb3-b363-3b7fe8e74483" },
  role("Owner", "8e3af657-a8ff-443c-a75c-2fe8c4bcb635", ["*"]),
  { name: "Contributor", id: "b24988ac-6180-42a0-ab88-20f7382dd24c" },
  role("Reader", "acdd72a7-3385-48ef-bd42-f606fba81ae7", ["*/read"]),
  { name: "Role Based Access Control Administrator", id: "f58310d9-a9f6-439a-9e8d-f62e7b41a168" },
  { name: "User Access Administrator", id: "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9" },
];

export function roleNamed(name: string): Role | undefined {
  return ROLES.find((role) => role.name.toLowerCase() === name.toLowerCase());
}

export function roleWithId(id: string): Role | undefined {
  return ROLES.find((role) => role.id === id.toLowerCase());
}

/** The ids that Azure Resource Manager gives to a role: with the subscription when it was asked at a scope in one. */
export function roleDefinitionId(role: Role, subscriptionId: string | undefined): string {
  const prefix = subscriptionId === undefined ? "" : `/subscriptions/${subscriptionId}`;
  return `${prefix}/providers/Microsoft.Authorization/roleDefinitions/${role.id}`;
}

function role(
  name: string,
  id: string,
  actions: readonly string[],
  dataActions: readonly string[] = [],
): Role {
  return { name, id, permissions: { actions, dataActions } };
}
