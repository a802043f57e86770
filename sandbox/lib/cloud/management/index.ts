/** Azure Resource Manager: every request that is answered, by its name. */
import { containerApps } from "./container-apps";
import { containerGroups } from "./container-groups";
import { identities } from "./identities";
import { keyVaults } from "./key-vaults";
import { managedEnvironments } from "./managed-environments";
import { registries } from "./registries";
import { resourceGroups } from "./resource-groups";
import { roleAssignments } from "./role-assignments";
import { roleDefinitions } from "./role-definitions";
import { serverFarms } from "./server-farms";
import { sites } from "./sites";
import { subscriptions } from "./subscriptions";

export const MANAGEMENT = {
  ...subscriptions,
  ...resourceGroups,
  ...registries,
  ...identities,
  ...keyVaults,
  ...containerGroups,
  ...managedEnvironments,
  ...containerApps,
  ...serverFarms,
  ...sites,
  ...roleAssignments,
  ...roleDefinitions,
};

export type ManagementRequest = keyof typeof MANAGEMENT;
