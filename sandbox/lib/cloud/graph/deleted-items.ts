import { NO_CONTENT } from "../api";
import type { Directory } from "../directory";
import { notFound } from "../directory";
import type { Application, ServicePrincipal } from "../directory-objects";
import { shown } from "./any-object";
import type { GraphHandler } from "./call";
import { list, type Listed, one } from "./query";

type DeletedItem = Application | ServicePrincipal;

/** The recycle bin: https://learn.microsoft.com/graph/api/resources/directory */
export const deletedItems = {
  "GET /directory/deletedItems/microsoft.graph.application": (call) =>
    list(
      call,
      DELETED_ITEMS,
      items(call.directory).filter((item) => !isServicePrincipal(item)),
    ),

  "GET /directory/deletedItems/microsoft.graph.servicePrincipal": (call) =>
    list(call, DELETED_ITEMS, items(call.directory).filter(isServicePrincipal)),

  "GET /directory/deletedItems/{id}": (call, id) =>
    one(call, DELETED_ITEMS.set, DELETED_ITEMS.shown(get(call.directory, id))),

  "DELETE /directory/deletedItems/{id}": ({ directory }, id) => {
    directory.deletedItems.delete(get(directory, id).objectId);
    return NO_CONTENT;
  },
} satisfies Record<string, GraphHandler>;

const DELETED_ITEMS: Listed<DeletedItem> = {
  set: "directoryObjects",
  shown: (item) => shown(isServicePrincipal(item) ? "servicePrincipal" : "application", item),
  filterable: {
    appId: ({ clientId }) => clientId,
    displayName: ({ displayName }) => displayName,
    id: ({ objectId }) => objectId,
  },
};

function items(directory: Directory): DeletedItem[] {
  return [...directory.deletedItems.values()];
}

function get(directory: Directory, id: string): DeletedItem {
  const found = directory.deletedItems.get(id);
  if (found === undefined) {
    throw notFound(id);
  }
  return found;
}

function isServicePrincipal(item: DeletedItem): item is ServicePrincipal {
  return "applicationTenantId" in item;
}
