import { z } from "zod";
import { ok } from "../api";
import { AzureError } from "../azure-error";
import { notFound } from "../directory";
import { type AnyObject, anyObject, shown } from "./any-object";
import { bodyOf } from "./body";
import type { GraphCall, GraphHandler } from "./call";
import { users } from "./callers";
import { list, type Listed, one } from "./query";

/** https://learn.microsoft.com/graph/api/resources/directoryobject, and of users and groups what there is of them. */
export const directoryObjects = {
  "GET /directoryObjects/{id}": (call, id) => one(call, "directoryObjects", get(call, id)),

  "POST /directoryObjects/getByIds": ({ directory, root, ...call }) => {
    const { ids, types } = bodyOf(call, wanted, "directoryObject");
    const found = ids
      .map((id) => anyObject(directory, id.toLowerCase()))
      .filter((object) => object !== undefined)
      .filter((object) => isOneOf(object, types));
    return ok({ "@odata.context": `${root}/$metadata#directoryObjects`, value: found });
  },

  "GET /users": (call) =>
    list(
      call,
      listed("users"),
      users(call.directory).map((user) => shown("user", user)),
    ),

  "GET /users/{id}": (call, id) => one(call, "users", get(call, id, "user")),

  "GET /me": (call) => {
    const { type, objectId } = call.directory.caller;
    if (type !== "User") {
      throw new AzureError(
        400,
        "BadRequest",
        "/me request is only valid with delegated authentication flow.",
      );
    }
    return one(call, "users", get(call, objectId));
  },

  "GET /groups": (call) =>
    list(
      call,
      listed("groups"),
      [...call.directory.groups].map(([objectId, group]) => shown("group", { objectId, ...group })),
    ),

  "GET /groups/{id}": (call, id) => one(call, "groups", get(call, id, "group")),
} satisfies Record<string, GraphHandler>;

const wanted = z.strictObject({
  ids: z.array(z.guid()).max(1000),
  types: z
    .array(z.enum(["application", "directoryObject", "group", "servicePrincipal", "user"]))
    .default(["directoryObject"]),
});

function listed(set: string): Listed<AnyObject> {
  return {
    set,
    shown: (object) => object,
    filterable: { displayName: ({ displayName }) => displayName, id: ({ id }) => id },
  };
}

/** @throws AzureError 404, for an object of another type as well */
function get({ directory }: GraphCall, id: string, type = "directoryObject"): AnyObject {
  const found = anyObject(directory, id);
  if (found === undefined || !isOneOf(found, [type])) {
    throw notFound(id);
  }
  return found;
}

function isOneOf(object: AnyObject, types: readonly string[]): boolean {
  return types.some(
    (type) => type === "directoryObject" || object["@odata.type"] === `#microsoft.graph.${type}`,
  );
}
