import type { Identity, Subscription } from "../cloud/subscription";
import { requiredText, textMap } from "../provider/arguments";
import type { ResourceType } from "../provider/resource-type";
import { notEmpty } from "../provider/rules";
import type { Values } from "../schema/values";
import { alreadyExists, arm, importIdOf, normalLocation, resourceGroupName } from "./arm";

/** azurerm 4.55.0, internal/services/managedidentity/user_assigned_identity_resource.go */
export const userAssignedIdentity: ResourceType = {
  type: "azurerm_user_assigned_identity",
  binding: "@cdktf/provider-azurerm/lib/user-assigned-identity",
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
  checkImportId: importIdOf(
    /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.ManagedIdentity\/userAssignedIdentities\/[^/]+$/,
  ),

  create({ subscription }, planned, made) {
    const name = requiredText(planned, "name");
    const group = requiredText(planned, "resource_group_name");
    const id = subscription.identityId(group, name);
    if (subscription.identities.has(id.toLowerCase())) {
      throw alreadyExists("azurerm_user_assigned_identity", id);
    }
    const location = normalLocation(requiredText(planned, "location"));
    arm(`creating User Assigned Identity "${name}"`, () =>
      subscription.createIdentity({
        name,
        resourceGroup: group,
        location,
        tags: textMap(planned, "tags"),
      }),
    );
    made({ id });
  },

  read({ subscription }, state) {
    const found = subscription.identities.get(requiredText(state, "id").toLowerCase());
    return found && attributesOf(subscription, found);
  },

  update({ subscription }, planned) {
    const found = subscription.identities.get(requiredText(planned, "id").toLowerCase());
    if (found !== undefined) {
      found.tags = textMap(planned, "tags");
    }
  },

  delete({ subscription }, state) {
    subscription.deleteIdentity(requiredText(state, "id"));
  },
};

function attributesOf(subscription: Subscription, identity: Identity): Values {
  return {
    id: subscription.identityId(identity.resourceGroup, identity.name),
    name: identity.name,
    resource_group_name: identity.resourceGroup,
    location: identity.location,
    tags: identity.tags,
    client_id: identity.principal.clientId,
    principal_id: identity.principal.objectId,
    tenant_id: subscription.directory.tenantId,
  };
}
