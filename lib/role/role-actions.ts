/** What a role definition lets its principals do. */
export interface RoleActions {
  readonly actions: string[];
  readonly notActions?: string[];
  readonly dataActions?: string[];
}

// The role definitions of Microsoft's "Azure built-in roles for Containers" (Owner, Contributor and
// Reader: "for Privileged" and "for General"), by the names that AcrRole gives them.

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

export const ACR_PULL: RoleActions = { actions: on("pull", "read") };
export const ACR_PUSH: RoleActions = { actions: [...on("pull", "read"), ...on("push", "write")] };
export const ACR_DELETE: RoleActions = { actions: on("artifacts", "delete") };
export const ACR_IMAGE_SIGNER: RoleActions = {
  actions: on("sign", "write"),
  dataActions: on("trustedCollections", "write"),
};
export const ACR_QUARANTINE_READER: RoleActions = {
  actions: on("quarantine", "read"),
  dataActions: on("quarantinedArtifacts", "read"),
};
export const ACR_QUARANTINE_WRITER: RoleActions = {
  actions: on("quarantine", "read", "write"),
  dataActions: on("quarantinedArtifacts", "read", "write"),
};

export const REPOSITORY_READER: RoleActions = { actions: [], dataActions: onRepositories("read") };
export const REPOSITORY_WRITER: RoleActions = {
  actions: [],
  dataActions: onRepositories("read", "write"),
};
export const REPOSITORY_CONTRIBUTOR: RoleActions = {
  actions: [],
  dataActions: onRepositories("read", "write", "delete"),
};
export const REPOSITORY_CATALOG_LISTER: RoleActions = {
  actions: [],
  dataActions: on("catalog", "read"),
};

export const DATA_IMPORTER_AND_DATA_READER: RoleActions = {
  actions: [...on("importImage", "action"), READ, ...on("pull", "read")],
  dataActions: [...onRepositories("read"), ...on("catalog", "read")],
};
export const TASKS_CONTRIBUTOR: RoleActions = {
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
export const TRANSFER_PIPELINE_CONTRIBUTOR: RoleActions = {
  actions: [
    ...on("exportPipelines", ...MANAGE),
    ...on("importPipelines", ...MANAGE),
    ...on("pipelineRuns", ...MANAGE, OPERATION),
  ],
};
export const CACHE_RULE_ADMINISTRATOR: RoleActions = {
  actions: on("cacheRules", ...MANAGE, OPERATION),
};
export const CACHE_RULE_READER: RoleActions = { actions: on("cacheRules", "read") };
export const CREDENTIAL_SET_ADMINISTRATOR: RoleActions = {
  actions: on("credentialSets", ...MANAGE, OPERATION),
};
export const CREDENTIAL_SET_READER: RoleActions = { actions: on("credentialSets", "read") };

export const CONTRIBUTOR_AND_DATA_ACCESS_ADMINISTRATOR: RoleActions = {
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
export const CONFIGURATION_READER: RoleActions = {
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

export const OWNER: RoleActions = { actions: ["*"] };
export const CONTRIBUTOR: RoleActions = {
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
export const READER: RoleActions = { actions: ["*/read"] };
