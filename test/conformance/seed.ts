import type { SandboxOptions } from "cdktf-acr-auth-sandbox";

export const SUBSCRIPTION = "5b5c0000-0000-4000-8000-000000000001";
export const TENANT = "7e4a0000-0000-4000-8000-000000000001";
export const RESOURCE_GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-registry`;

/** Of an application, and of its service principal. */
export const STOCK = {
  clientId: "5c0c0000-0000-4000-8000-00000000000c",
  application: "5c0c0000-0000-4000-8000-00000000000a",
  servicePrincipal: "5c0c0000-0000-4000-8000-00000000000b",
};
/** Of a service principal whose application is elsewhere. */
export const AUDIT = {
  clientId: "6f3f7e4e-0000-4000-8000-000000000001",
  servicePrincipal: "6f3f7e4e-0000-4000-8000-000000000002",
};
export const TEAM = "9409f000-0000-4000-8000-000000000001";

/** What exists before each scenario. */
export const SEED = {
  subscriptionId: SUBSCRIPTION,
  tenantId: TENANT,
  registries: [
    { resourceGroup: "rg-registry", name: "contosoShop", permissionsMode: "abac" },
    { resourceGroup: "rg-registry", name: "contosoBase" },
  ],
  applications: [
    { clientId: STOCK.clientId, objectId: STOCK.application, displayName: "contoso-stock" },
  ],
  servicePrincipals: [
    { clientId: STOCK.clientId, objectId: STOCK.servicePrincipal, displayName: "contoso-stock" },
    { clientId: AUDIT.clientId, objectId: AUDIT.servicePrincipal, displayName: "contoso-audit" },
  ],
  groups: [{ objectId: TEAM, displayName: "contoso-team" }],
} satisfies SandboxOptions["seed"];
