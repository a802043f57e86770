import { z } from "zod";
import { AzureError } from "../azure-error";
import type { Application } from "../directory-objects";
import { type AnyObject, anyObject } from "./any-object";
import { bodyOf } from "./body";
import type { GraphCall } from "./call";
import type { Listed } from "./query";

/** Who owns a new object: those that the request names, else the caller where Graph makes it one. */
export function newOwners(
  { directory }: GraphCall,
  given: readonly string[] | undefined,
): Set<string> {
  if (given === undefined) {
    const { objectId, permission, type } = directory.caller;
    const isMadeOwner = type === "User" || permission === "Application.ReadWrite.OwnedBy";
    return new Set(isMadeOwner ? [objectId] : []);
  }
  if (given.length > MOST_AT_CREATION) {
    // The number is what azuread keeps to, the words are not known.
    throw new AzureError(
      400,
      "Request_BadRequest",
      `At most ${MOST_AT_CREATION} owners can be named when an object is created.`,
    );
  }
  return new Set(given.map(idIn));
}

/** Whom a request to add an owner names. */
export function ownerReference(call: GraphCall): string {
  return idIn(bodyOf(call, reference, "directoryObject")["@odata.id"]);
}

export function ownersOf(
  { directory }: GraphCall,
  { owners }: Pick<Application, "owners">,
): AnyObject[] {
  return [...owners]
    .map((owner) => anyObject(directory, owner))
    .filter((owner) => owner !== undefined);
}

export const OWNERS: Listed<AnyObject> = {
  set: "directoryObjects",
  shown: (owner) => owner,
  filterable: {},
};

const reference = z.strictObject({ "@odata.id": z.string() });

function idIn(link: string): string {
  const [, id] =
    /\/(?:directoryObjects|servicePrincipals|users)\/([0-9a-f-]{36})$/i.exec(link) ?? [];
  if (id === undefined) {
    // Its status is known, its words are not.
    throw new AzureError(400, "Request_BadRequest", `The link '${link}' to an owner is invalid.`);
  }
  return id.toLowerCase();
}

const MOST_AT_CREATION = 20;
