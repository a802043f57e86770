import type { Application, ServicePrincipal } from "../cloud/directory-objects";
import { texts } from "../provider/arguments";
import type { Session } from "../provider/session";
import type { Values } from "../schema/values";
import { graph } from "./graph";

// Applications and service principals have owners in the same way: azuread 3.7.0, in
// internal/services/applications/application_resource.go and serviceprincipals/service_principal_resource.go.

type Kind = "applications" | "servicePrincipals";
type Owned = Pick<Application | ServicePrincipal, "objectId" | "owners">;

/** As many can be named by the request that creates an object; the caller always is one of them. */
const AT_CREATION = 20;

/** The owners to create an object with: the caller is among them, so that it may finish what it started. */
export function initialOwners({ directory: { caller } }: Session, planned: Values): Set<string> {
  const others = texts(planned, "owners").filter((owner) => owner !== caller.objectId);
  return new Set([caller.objectId, ...others.slice(0, AT_CREATION - 1)]);
}

/** What is left to do then: owners for whom there was no room are added, and a caller who is not listed is removed. */
export function completeOwners(session: Session, kind: Kind, owned: Owned, planned: Values): void {
  changeOwners(session, kind, owned, planned, {
    toAdd: "Could not add owners to",
    toRemove: "Could not remove initial owner from",
  });
}

/** Gives an object the owners that are planned, if they are others than before. */
export function updateOwners(
  session: Session,
  kind: Kind,
  owned: Owned,
  planned: Values,
  prior: Values,
): void {
  const before = new Set(texts(prior, "owners"));
  const wanted = texts(planned, "owners");
  if (before.size !== wanted.length || !wanted.every((owner) => before.has(owner))) {
    const doing = "Could not add owners to";
    changeOwners(session, kind, owned, planned, { toAdd: doing, toRemove: doing });
  }
}

function changeOwners(
  session: Session,
  kind: Kind,
  owned: Owned,
  planned: Values,
  summaries: { toAdd: string; toRemove: string },
): void {
  const what = ` ${kind === "applications" ? "application" : "service principal"} with object ID: "${owned.objectId}"`;
  const wanted = new Set(texts(planned, "owners"));
  for (const owner of [...wanted].filter((other) => !owned.owners.has(other))) {
    graph(summaries.toAdd + what, () => {
      session.send(`POST /${kind}/{id}/owners/$ref`, () => {
        session.directory.addOwner(owned, owner);
      });
    });
  }
  for (const owner of [...owned.owners].filter((other) => !wanted.has(other))) {
    graph(summaries.toRemove + what, () => {
      session.send(`DELETE /${kind}/{id}/owners/{id}/$ref`, () => {
        owned.owners.delete(owner);
      });
    });
  }
}
