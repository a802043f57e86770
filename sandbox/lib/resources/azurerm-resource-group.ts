import { requiredText, textMap } from "../provider/arguments";
import { ProviderError } from "../provider/provider-error";
import type { ResourceType } from "../provider/resource-type";
import { notEmpty } from "../provider/rules";
import type { Session } from "../provider/session";
import type { Values } from "../schema/values";
import { alreadyExists, importIdOf, normalLocation, resourceGroupName, segmentsOf } from "./arm";

/** azurerm 4.55.0, internal/services/resource/resource_group_resource.go */
export const resourceGroup: ResourceType = {
  type: "azurerm_resource_group",
  binding: "@cdktf/provider-azurerm/lib/resource-group",
  arguments: {
    name: { forceNew: true, expected: resourceGroupName },
    location: {
      forceNew: true,
      expected: notEmpty,
      normal: normalLocation,
      stored: normalLocation,
    },
    tags: {},
  },
  checkImportId: importIdOf(/^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+$/),

  create(session, planned, made) {
    const { subscription } = session;
    const name = requiredText(planned, "name");
    if (subscription.resourceGroups.has(name.toLowerCase())) {
      throw alreadyExists("azurerm_resource_group", subscription.resourceGroupId(name));
    }
    subscription.createResourceGroup({
      name,
      location: normalLocation(requiredText(planned, "location")),
      tags: textMap(planned, "tags"),
    });
    made({ id: subscription.resourceGroupId(name) });
  },

  read: (session, state) => read(session, nameIn(state)),

  update(session, planned) {
    const group = session.subscription.resourceGroups.get(nameIn(planned).toLowerCase());
    if (group !== undefined) {
      group.tags = textMap(planned, "tags");
    }
  },

  delete({ subscription }, state) {
    const name = nameIn(state);
    // The provider's feature prevent_deletion_if_contains_resources, on by default.
    if (!subscription.isEmpty(name)) {
      throw new ProviderError(
        `deleting Resource Group "${name}": the Resource Group still contains Resources.`,
      );
    }
    subscription.deleteResourceGroup(name);
  },
};

function nameIn(values: Values): string {
  return segmentsOf(requiredText(values, "id")).resourceGroups ?? "";
}

function read({ subscription }: Session, name: string): Values | undefined {
  const group = subscription.resourceGroups.get(name.toLowerCase());
  return (
    group && {
      id: subscription.resourceGroupId(group.name),
      name: group.name,
      location: group.location,
      tags: group.tags,
    }
  );
}
