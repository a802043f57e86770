import { servicePrincipalProblems } from "../principal/service-principal-rules";
import { uuidProblems } from "../rules/values";
import {
  checkCertificates,
  checkClientSecrets,
  checkFederatedCredentials,
} from "./credential-rules";
import { checkGrants } from "./grant-rules";
import { Place, refuseRepeated } from "./place";
import { ownedPrincipal, principalDraft } from "./schema";

/**
 * Refuses principals that break a rule; `now` is the time of the synth in milliseconds, `folder` that
 * of the file.
 */
export function checkPrincipals(
  principals: Place,
  registries: Place,
  now: number,
  folder: string,
): void {
  for (const principal of principals.maps()) {
    checkForm(principal);
    checkValues(principal);
    checkClientSecrets(principal.at("clientSecrets"), now);
    checkCertificates(principal.at("certificates"), folder);
    checkFederatedCredentials(principal.at("federatedCredentials"));
    checkGrants(principal.at("grants"), registries);
  }
  const all = (key: string): Place[] => principals.maps().map((entry) => entry.at(key));
  refuseRepeated(
    all("displayName"),
    "Entra would hold two applications that nobody can tell apart, choose another name",
  );
  for (const key of ["clientId", "objectId"]) {
    refuseRepeated(
      all(key),
      "Azure would refuse the second assignment of a role to it, declare the principal once",
    );
  }
}

// A principal is owned by the file, or it exists already and is referenced.
function checkForm(principal: Place): void {
  const references = ["clientId", "objectId", "principalType"].filter((key) => principal.has(key));
  if (principal.has("displayName")) {
    for (const key of references) {
      principal
        .at(key)
        .refuse(
          "is of a principal that exists already, and displayName of one that this file owns; leave one of the two out",
        );
    }
  } else if (references.length === 0) {
    principal.refuse(
      "has no displayName, by which this file owns it, and neither clientId nor objectId and principalType, by which it refers to one that exists already; give one of them",
    );
  } else {
    checkReference(principal);
  }
}

function checkReference(principal: Place): void {
  const type = principal.at("principalType");
  if (!principal.has("clientId")) {
    for (const key of ["objectId", "principalType"].filter((other) => !principal.has(other))) {
      principal
        .at(key)
        .refuse(
          "is missing; give objectId and principalType of a managed identity, group or user, or clientId of a service principal",
        );
    }
  } else if (type.value !== undefined) {
    type.refuse("has no meaning beside clientId, which only a service principal has; leave it out");
  }
  const owned = Object.keys(ownedPrincipal.shape).filter((key) => key !== "grants");
  for (const key of owned.filter((other) => principal.has(other))) {
    principal
      .at(key)
      .refuse(
        CREDENTIALS.includes(key)
          ? "can't be added: this principal is only referenced, so a credential made here would vanish with this file while others rely on it; add it where the principal is owned, or own it here with displayName"
          : "can't be changed: this principal is only referenced; leave it out, or own the principal here with displayName",
      );
  }
}

const CREDENTIALS = ["clientSecrets", "certificates", "federatedCredentials"];

function checkValues(principal: Place): void {
  const ids = {
    clientId: "the client id of a service principal, not its object id or name",
    objectId: "the object id of a principal, not its client id or name",
  };
  for (const [key, what] of Object.entries(ids)) {
    principal.at(key).checkText((id) => uuidProblems(key, id, what));
  }
  // A display name that is no text has been refused; the rules for the other keys hold all the same.
  const { displayName = "unreadable", ...others } = principal.read(principalDraft) ?? {};
  principal.refuseKeys(servicePrincipalProblems({ displayName, ...others }));
}
