import { PermissionsMode } from "./permissions-mode";

/** A role that Azure has, and what it lets its principals do. */
export interface RoleDefinition {
  /** The name that Azure shows. */
  readonly roleName: string;
  /** A GUID. */
  readonly definitionId: string;
  /** Those in which a registry honours the role. */
  readonly permissionsModes: PermissionsMode[];
  readonly actions: string[];
  readonly notActions?: string[];
  readonly dataActions?: string[];
}

// Source: Microsoft's "Azure built-in roles for Containers" (Owner, Contributor and Reader: "for Privileged" and "for
// General"), and "Azure Container Registry built-in roles directory" (the permissions modes that honour them).

const { LEGACY, ABAC } = PermissionsMode;
const BOTH = [LEGACY, ABAC];

const REGISTRY = "Microsoft.ContainerRegistry/registries";

/** Actions on a kind of resource below a registry. */
function on(kind: string, ...verbs: string[]): string[] {
  return verbs.map((verb) => `${REGISTRY}/${kind}/${verb}`);
}

/** Data actions on the content and the metadata of repositories. */
function onRepositories(...verbs: string[]): string[] {
  return [...on("repositories/content", ...verbs), ...on("repositories/metadata", ...verbs)];
}

const READ = `${REGISTRY}/read`;
const MANAGE = ["read", "write", "delete"];
const OPERATION = "operationStatuses/read";
const WEBHOOK_READING = [OPERATION, "read", "getCallbackConfig/action", "listEvents/action"];
const DIAGNOSTICS = on(
  "providers/Microsoft.Insights",
  "diagnosticSettings/read",
  "diagnosticSettings/write",
  "logDefinitions/read",
  "metricDefinitions/read",
);
const ALERT_RULES = [
  "Write",
  "Delete",
  "Read",
  "Activated/Action",
  "Resolved/Action",
  "Throttled/Action",
  "Incidents/Read",
].map((verb) => `Microsoft.Insights/AlertRules/${verb}`);

export const ACR_PULL: RoleDefinition = {
  roleName: "AcrPull",
  definitionId: "7f951dda-4ed3-4680-a7ca-43fe172d538d",
  permissionsModes: [LEGACY],
  actions: on("pull", "read"),
};
export const ACR_PUSH: RoleDefinition = {
  roleName: "AcrPush",
  definitionId: "8311e382-0749-4cb8-b61a-304f252e45ec",
  permissionsModes: [LEGACY],
  actions: [...on("pull", "read"), ...on("push", "write")],
};
export const ACR_DELETE: RoleDefinition = {
  roleName: "AcrDelete",
  definitionId: "c2f4ef07-c644-48eb-af81-4b1b4947fb11",
  permissionsModes: [LEGACY],
  actions: on("artifacts", "delete"),
};
export const ACR_IMAGE_SIGNER: RoleDefinition = {
  roleName: "AcrImageSigner",
  definitionId: "6cef56e8-d556-48e5-a04f-b8e64114680f",
  permissionsModes: [LEGACY],
  actions: on("sign", "write"),
  dataActions: on("trustedCollections", "write"),
};
export const ACR_QUARANTINE_READER: RoleDefinition = {
  roleName: "AcrQuarantineReader",
  definitionId: "cdda3590-29a3-44f6-95f2-9f980659eb04",
  permissionsModes: BOTH,
  actions: on("quarantine", "read"),
  dataActions: on("quarantinedArtifacts", "read"),
};
export const ACR_QUARANTINE_WRITER: RoleDefinition = {
  roleName: "AcrQuarantineWriter",
  definitionId: "c8d4ff99-41c3-41a8-9f60-21dfdad59608",
  permissionsModes: BOTH,
  actions: on("quarantine", "read", "write"),
  dataActions: on("quarantinedArtifacts", "read", "write"),
};

export const REPOSITORY_READER: RoleDefinition = {
  roleName: "Container Registry Repository Reader",
  definitionId: "b93aa761-3e63-49ed-ac28-beffa264f7ac",
  permissionsModes: [ABAC],
  actions: [],
  dataActions: onRepositories("read"),
};
export const REPOSITORY_WRITER: RoleDefinition = {
  roleName: "Container Registry Repository Writer",
  definitionId: "2a1e307c-b015-4ebd-883e-5b7698a07328",
  permissionsModes: [ABAC],
  actions: [],
  dataActions: onRepositories("read", "write"),
};
export const REPOSITORY_CONTRIBUTOR: RoleDefinition = {
  roleName: "Container Registry Repository Contributor",
  definitionId: "2efddaa5-3f1f-4df3-97df-af3f13818f4c",
  permissionsModes: [ABAC],
  actions: [],
  dataActions: onRepositories("read", "write", "delete"),
};
export const REPOSITORY_CATALOG_LISTER: RoleDefinition = {
  roleName: "Container Registry Repository Catalog Lister",
  definitionId: "bfdb9389-c9a5-478a-bb2f-ba9ca092c3c7",
  permissionsModes: [ABAC],
  actions: [],
  dataActions: on("catalog", "read"),
};

export const DATA_IMPORTER_AND_DATA_READER: RoleDefinition = {
  roleName: "Container Registry Data Importer and Data Reader",
  definitionId: "577a9874-89fd-4f24-9dbd-b5034d0ad23a",
  permissionsModes: BOTH,
  actions: [...on("importImage", "action"), READ, ...on("pull", "read")],
  dataActions: [...onRepositories("read"), ...on("catalog", "read")],
};
export const TASKS_CONTRIBUTOR: RoleDefinition = {
  roleName: "Container Registry Tasks Contributor",
  definitionId: "fb382eab-e894-4461-af04-94435c366c3f",
  permissionsModes: BOTH,
  actions: [
    READ,
    ...on("agentpools", ...MANAGE, OPERATION, "listQueueStatus/action"),
    ...on("agentpools/operationResults/status", "read"),
    ...on("tasks", ...MANAGE, "listDetails/action"),
    ...on("taskruns", ...MANAGE, OPERATION, "listDetails/action"),
    ...on("runs", "read", "write", "listLogSasUrl/action", "cancel/action"),
    ...on("scheduleRun", "action"),
    ...on("listBuildSourceUploadUrl", "action"),
    "Microsoft.Resources/deployments/*",
    "Microsoft.Resources/subscriptions/resourceGroups/read",
  ],
};
export const TRANSFER_PIPELINE_CONTRIBUTOR: RoleDefinition = {
  roleName: "Container Registry Transfer Pipeline Contributor",
  definitionId: "bf94e731-3a51-4a7c-8c54-a1ab9971dfc1",
  permissionsModes: BOTH,
  actions: [
    ...on("exportPipelines", ...MANAGE),
    ...on("importPipelines", ...MANAGE),
    ...on("pipelineRuns", ...MANAGE, OPERATION),
  ],
};
export const CACHE_RULE_ADMINISTRATOR: RoleDefinition = {
  roleName: "Container Registry Cache Rule Administrator",
  definitionId: "df87f177-bb12-4db1-9793-a413691eff94",
  permissionsModes: BOTH,
  actions: on("cacheRules", ...MANAGE, OPERATION),
};
export const CACHE_RULE_READER: RoleDefinition = {
  roleName: "Container Registry Cache Rule Reader",
  definitionId: "c357b964-0002-4b64-a50d-7a28f02edc52",
  permissionsModes: BOTH,
  actions: on("cacheRules", "read"),
};
export const CREDENTIAL_SET_ADMINISTRATOR: RoleDefinition = {
  roleName: "Container Registry Credential Set Administrator",
  definitionId: "f094fb07-0703-4400-ad6a-e16dd8000e14",
  permissionsModes: BOTH,
  actions: on("credentialSets", ...MANAGE, OPERATION),
};
export const CREDENTIAL_SET_READER: RoleDefinition = {
  roleName: "Container Registry Credential Set Reader",
  definitionId: "29093635-9924-4f2c-913b-650a12949526",
  permissionsModes: BOTH,
  actions: on("credentialSets", "read"),
};

export const CONTRIBUTOR_AND_DATA_ACCESS_ADMINISTRATOR: RoleDefinition = {
  roleName: "Container Registry Contributor and Data Access Configuration Administrator",
  definitionId: "3bc748fc-213d-45c1-8d91-9da5725539b9",
  permissionsModes: BOTH,
  actions: [
    READ,
    `${REGISTRY}/write`,
    `${REGISTRY}/delete`,
    `${REGISTRY}/${OPERATION}`,
    ...on("listCredentials", "action"),
    ...on("regenerateCredential", "action"),
    ...on("generateCredentials", "action"),
    ...on("replications", ...MANAGE, OPERATION),
    ...on("privateEndpointConnectionsApproval", "action"),
    ...on("privateEndpointConnections", ...MANAGE, OPERATION),
    ...on("tokens", ...MANAGE, OPERATION),
    ...on("scopeMaps", ...MANAGE, OPERATION),
    ...on("connectedRegistries", ...MANAGE, "deactivate/action"),
    ...on("webhooks", ...WEBHOOK_READING, "write", "delete", "ping/action"),
    ...DIAGNOSTICS,
    ...ALERT_RULES,
    "Microsoft.Authorization/*/read",
    "Microsoft.ContainerRegistry/locations/operationResults/read",
    "Microsoft.Network/privateEndpoints/privateLinkServiceProxies/write",
    "Microsoft.Network/virtualNetworks/read",
    "Microsoft.Network/virtualNetworks/subnets/joinViaServiceEndpoint/action",
    "Microsoft.Network/virtualNetworks/subnets/read",
    "Microsoft.Network/virtualNetworks/subnets/write",
    "Microsoft.Resources/deployments/*",
    "Microsoft.Resources/subscriptions/resourceGroups/read",
  ],
};
export const CONFIGURATION_READER: RoleDefinition = {
  roleName: "Container Registry Configuration Reader and Data Access Configuration Reader",
  definitionId: "69b07be0-09bf-439a-b9a6-e73de851bd59",
  permissionsModes: BOTH,
  actions: [
    READ,
    `${REGISTRY}/${OPERATION}`,
    ...on("listCredentials", "action"),
    ...on("replications", "read", OPERATION),
    ...on("privateEndpointConnections", "read", OPERATION),
    ...on("tokens", "read", OPERATION),
    ...on("scopeMaps", "read", OPERATION),
    ...on("connectedRegistries", "read"),
    ...on("webhooks", ...WEBHOOK_READING),
    ...DIAGNOSTICS,
    ...ALERT_RULES,
  ],
};

export const OWNER: RoleDefinition = {
  roleName: "Owner",
  definitionId: "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
  permissionsModes: BOTH,
  actions: ["*"],
};
export const CONTRIBUTOR: RoleDefinition = {
  roleName: "Contributor",
  definitionId: "b24988ac-6180-42a0-ab88-20f7382dd24c",
  permissionsModes: BOTH,
  actions: ["*"],
  notActions: [
    "Microsoft.Authorization/*/Delete",
    "Microsoft.Authorization/*/Write",
    "Microsoft.Authorization/elevateAccess/Action",
    "Microsoft.Blueprint/blueprintAssignments/write",
    "Microsoft.Blueprint/blueprintAssignments/delete",
    "Microsoft.Compute/galleries/share/action",
    "Microsoft.Purview/consents/write",
    "Microsoft.Purview/consents/delete",
    "Microsoft.Resources/deploymentStacks/manageDenySetting/action",
    "Microsoft.Subscription/cancel/action",
    "Microsoft.Subscription/enable/action",
  ],
};
export const READER: RoleDefinition = {
  roleName: "Reader",
  definitionId: "acdd72a7-3385-48ef-bd42-f606fba81ae7",
  permissionsModes: BOTH,
  actions: ["*/read"],
};

/** Source: Microsoft's "Azure built-in roles for Privileged". */
export const RBAC_ADMINISTRATOR: RoleDefinition = {
  roleName: "Role Based Access Control Administrator",
  definitionId: "f58310d9-a9f6-439a-9e8d-f62e7b41a168",
  permissionsModes: BOTH,
  actions: [
    "Microsoft.Authorization/roleAssignments/write",
    "Microsoft.Authorization/roleAssignments/delete",
    "*/read",
    "Microsoft.Support/*",
  ],
};
export const USER_ACCESS_ADMINISTRATOR: RoleDefinition = {
  roleName: "User Access Administrator",
  definitionId: "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
  permissionsModes: BOTH,
  actions: ["*/read", "Microsoft.Authorization/*", "Microsoft.Support/*"],
};
