// Applications and service principals have owners in the same way: azuread 3.7.0, in
// internal/services/applications/application_resource.go and serviceprincipals/service_principal_resource.go.
import { textIn } from "../provider/answers";
import { hasChange, texts } from "../provider/arguments";
import type { Session } from "../provider/session";
import type { Values } from "../schema/values";
import { graph } from "./graph";

type Kind = "applications" | "servicePrincipals";

/** An object that has owners, and how messages call it. */
export interface Owned {
  readonly kind: Kind;
  readonly objectId: string;
  readonly called: string;
}

/** As many are named by the request that creates an object, the caller among them. */
const AT_CREATION = 20;

/** The owners to create an object with: the caller is one of them, so that it may finish what it started. */
export function initialOwners(session: Session, planned: Values): string[] {
  const { caller } = session;
  const others = othersThanCaller(session, planned).slice(0, AT_CREATION - 1);
  return [caller.objectId, ...others].map(directoryObject);
}

/** What is left to do then: owners for whom there was no room are added, and a caller who is not listed is removed. */
export function completeOwners(session: Session, owned: Owned, planned: Values): void {
  const { caller } = session;
  for (const owner of othersThanCaller(session, planned).slice(AT_CREATION - 1)) {
    add(session, owned, owner);
  }
  if (!texts(planned, "owners").some((owner) => isCaller(session, owner))) {
    graph(`Could not remove initial owner from ${owned.called}`, () => {
      remove(session, owned, caller.objectId);
    });
  }
}

/** Gives an object the owners that are planned, if they are others than before. */
export function updateOwners(session: Session, owned: Owned, planned: Values, prior: Values): void {
  if (!hasChange(planned, prior, "owners")) {
    return;
  }
  const existing = graph(`Could not retrieve owners for ${owned.called}`, () =>
    ownersOf(session, owned),
  );
  const wanted = texts(planned, "owners");
  // Letter case counts here, which Graph ignores.
  for (const owner of wanted.filter((other) => !existing.includes(other))) {
    add(session, owned, owner);
  }
  for (const owner of existing.filter((other) => !wanted.includes(other))) {
    graph(`Could not add owners to ${owned.called}`, () => {
      remove(session, owned, owner);
    });
  }
}

export function ownersOf(
  { graph: client }: Session,
  { kind, objectId }: Pick<Owned, "kind" | "objectId">,
): string[] {
  return client.list(`/v1.0/${kind}/${objectId}/owners`).map((owner) => textIn(owner, "id"));
}

function add(session: Session, { kind, objectId, called }: Owned, owner: string): void {
  graph(`Could not add owners to ${called}`, () => {
    session.graph.post({
      path: `/v1.0/${kind}/${objectId}/owners/$ref`,
      body: { "@odata.id": directoryObject(owner) },
    });
  });
}

function remove({ graph: client }: Session, { kind, objectId }: Owned, owner: string): void {
  client.delete({ path: `/v1.0/${kind}/${objectId}/owners/${owner}/$ref` });
}

function othersThanCaller(session: Session, planned: Values): string[] {
  return texts(planned, "owners").filter((owner) => !isCaller(session, owner));
}

function isCaller({ caller }: Session, owner: string): boolean {
  return owner.toLowerCase() === caller.objectId.toLowerCase();
}

function directoryObject(objectId: string): string {
  return `https://graph.microsoft.com/v1.0/directoryObjects/${objectId}`;
}
