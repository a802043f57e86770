import { objectIn, textIn } from "../provider/answers";
import { requiredText, textMap } from "../provider/arguments";
import {
  fixed,
  IN_RESOURCE_GROUP,
  named,
  ResourceIdType,
  resourceProvider,
} from "../provider/resource-id";
import type { ResourceType } from "../provider/resource-type";
import { notEmpty } from "../provider/rules";
import { alreadyExists, arm, called, normalLocation, resourceGroupName, tagsOf } from "./arm";

const IDENTITY_ID = new ResourceIdType<
  "subscriptionId" | "resourceGroupName" | "userAssignedIdentityName"
>("UserAssignedIdentity", [
  ...IN_RESOURCE_GROUP,
  fixed("providers"),
  resourceProvider("Microsoft.ManagedIdentity"),
  fixed("userAssignedIdentities"),
  named("userAssignedIdentityName", "userAssignedIdentityValue"),
]);

/** azurerm 4.55.0 and 5.2.0, internal/services/managedidentity/user_assigned_identity_resource.go */
export const userAssignedIdentity: ResourceType = {
  type: "azurerm_user_assigned_identity",
  binding: "@cdktf/provider-azurerm/lib/user-assigned-identity",
  // internal/services/managedidentity/migration/user_assigned_identity_V0_to_V1.go
  stateUpgrades: [
    (state) => ({ ...state, id: idOf(IDENTITY_ID.parse(requiredText(state, "id"), true)) }),
  ],
  arguments: {
    name: { forceNew: true },
    resource_group_name: { forceNew: true, expected: resourceGroupName },
    location: {
      forceNew: true,
      expected: notEmpty,
      normal: normalLocation,
      stored: normalLocation,
    },
    tags: {},
  },
  checkImportId: (id) => {
    IDENTITY_ID.parse(id);
  },

  create(session, planned, made) {
    const id = idOf({
      subscriptionId: session.subscriptionId,
      resourceGroupName: requiredText(planned, "resource_group_name"),
      userAssignedIdentityName: requiredText(planned, "name"),
    });
    const existing = arm(`checking for the presence of an existing ${identityCalled(id)}`, () =>
      session.management.find(id, API_VERSION),
    );
    if (existing !== undefined) {
      throw alreadyExists("azurerm_user_assigned_identity", id);
    }
    const body = {
      location: normalLocation(requiredText(planned, "location")),
      tags: textMap(planned, "tags"),
      // Versions from 4.59.0 on have the argument, and send what it is by default.
      properties: "isolation_scope" in planned ? { isolationScope: "None" } : {},
    };
    arm(`creating ${identityCalled(id)}`, () =>
      session.management.put({ path: id, query: API_VERSION, body }),
    );
    made({ id });
  },

  read(session, state) {
    const id = requiredText(state, "id");
    const { userAssignedIdentityName, resourceGroupName: group } = IDENTITY_ID.parse(id);
    const found = arm(`retrieving ${identityCalled(id)}`, () =>
      session.management.find(id, API_VERSION),
    );
    const properties = objectIn(found ?? {}, "properties") ?? {};
    return (
      found && {
        name: userAssignedIdentityName,
        resource_group_name: group,
        location: normalLocation(textIn(found, "location")),
        tags: tagsOf(found),
        client_id: textIn(properties, "clientId"),
        principal_id: textIn(properties, "principalId"),
        tenant_id: textIn(properties, "tenantId"),
        // In versions that have it; another one is not modelled.
        isolation_scope: "",
      }
    );
  },

  update(session, planned) {
    const id = requiredText(planned, "id");
    const body = { tags: textMap(planned, "tags"), properties: {} };
    arm(`updating ${identityCalled(id)}`, () =>
      session.management.patch({ path: id, query: API_VERSION, body }),
    );
  },

  delete(session, state) {
    const id = requiredText(state, "id");
    arm(`deleting ${identityCalled(id)}`, () => {
      session.management.delete({ path: id, query: API_VERSION });
    });
  },
};

type IdentityId = ReturnType<typeof IDENTITY_ID.parse>;

function idOf({
  subscriptionId,
  resourceGroupName: group,
  userAssignedIdentityName,
}: IdentityId): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${userAssignedIdentityName}`;
}

function identityCalled(id: string): string {
  const {
    subscriptionId,
    resourceGroupName: group,
    userAssignedIdentityName,
  } = IDENTITY_ID.parse(id);
  return called("User Assigned Identity", {
    Subscription: subscriptionId,
    "Resource Group Name": group,
    Name: userAssignedIdentityName,
  });
}

const API_VERSION = { "api-version": "2024-11-30" };
