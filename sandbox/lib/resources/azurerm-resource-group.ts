import { objectsIn, textIn } from "../provider/answers";
import { hasChange, requiredText, text, textMap } from "../provider/arguments";
import { ProviderError } from "../provider/provider-error";
import type { ResourceType } from "../provider/resource-type";
import { notEmpty } from "../provider/rules";
import type { Session } from "../provider/session";
import {
  alreadyExists,
  arm,
  called,
  normalLocation,
  RESOURCE_GROUP_ID,
  resourceGroupName,
  tagsOf,
  unlessGone,
} from "./arm";

/** azurerm 4.55.0 and 5.2.0, internal/services/resource/resource_group_resource.go */
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
  checkImportId: (id) => {
    const problem = RESOURCE_GROUP_ID.findProblem(id);
    if (problem !== undefined) {
      throw new ProviderError(problem);
    }
  },

  create(session, planned, made) {
    const id = `/subscriptions/${session.subscriptionId}/resourceGroups/${requiredText(planned, "name")}`;
    const existing = arm(`checking for presence of existing ${groupCalled(id)}`, () =>
      session.management.find(id, API_VERSION),
    );
    if (existing !== undefined) {
      throw alreadyExists("azurerm_resource_group", id);
    }
    const body = {
      location: normalLocation(requiredText(planned, "location")),
      tags: textMap(planned, "tags"),
    };
    arm(`creating ${JSON.stringify(groupCalled(id))}`, () =>
      session.management.put({ path: id, query: API_VERSION, body }),
    );
    for (let looks = 0; looks < 3; looks += 1) {
      arm(`retrieving ${groupCalled(id)}`, () => session.management.get(id, API_VERSION));
    }
    made({ id });
  },

  read(session, state) {
    const id = requiredText(state, "id");
    const found = arm("reading resource group", () => session.management.find(id, API_VERSION));
    return (
      found && {
        name: RESOURCE_GROUP_ID.parse(id, true).resourceGroupName,
        location: normalLocation(textIn(found, "location")),
        managed_by: textIn(found, "managedBy"),
        tags: tagsOf(found),
      }
    );
  },

  update(session, planned, prior) {
    const id = requiredText(planned, "id");
    const body = {
      ...(hasChange(planned, prior, "managed_by") && {
        managedBy: text(planned, "managed_by") ?? "",
      }),
      ...(hasChange(planned, prior, "tags") && { tags: textMap(planned, "tags") }),
    };
    arm(`updating ${JSON.stringify(groupCalled(id))}`, () =>
      session.management.patch({ path: id, query: API_VERSION, body }),
    );
  },

  delete(session, state) {
    const id = requiredText(state, "id");
    refuseFullGroup(session, id);
    arm(`deleting ${groupCalled(id)}: performing Delete`, () => {
      unlessGone(() => {
        session.management.delete({ path: id, query: API_VERSION });
      });
    });
  },
};

/** The provider's feature prevent_deletion_if_contains_resources, on by default. */
function refuseFullGroup({ management }: Session, id: string): void {
  const { resourceGroupName: name } = RESOURCE_GROUP_ID.parse(id, true);
  const resources = arm(`listing resources in ${groupCalled(id)}`, () =>
    management.find(`${id}/resources`, {
      ...API_VERSION,
      $expand: "provisioningState",
      $top: "10",
    }),
  );
  const lines = objectsIn(resources ?? {}, "value").map(
    (resource) => `* \`${textIn(resource, "id")}\``,
  );
  if (lines.length > 0) {
    throw new ProviderError(
      `deleting Resource Group "${name}": the Resource Group still contains Resources.

Terraform is configured to check for Resources within the Resource Group when deleting the Resource Group - and
raise an error if nested Resources still exist to avoid unintentionally deleting these Resources.

Terraform has detected that the following Resources still exist within the Resource Group:

${lines.sort().join("\n")}
`,
    );
  }
}

function groupCalled(id: string): string {
  const { subscriptionId, resourceGroupName: name } = RESOURCE_GROUP_ID.parse(id, true);
  return called("Resource Group", { Subscription: subscriptionId, "Resource Group Name": name });
}

const API_VERSION = { "api-version": "2023-07-01" };
