import {
  literalResourceIdProblems,
  objectIdIn,
  resourceIdProblems,
} from "../principal/resource-id";
import {
  multitenancyProblems,
  MULTITENANT,
  servicePrincipalProblems,
} from "../principal/service-principal-rules";
import { uuidProblems } from "../core/values";
import { checkAdopt } from "./adopt-rules";
import {
  checkCertificates,
  checkClientSecrets,
  checkFederatedCredentials,
} from "./credential-rules";
import { checkGrants } from "./grant-rules";
import { checkOldKeys } from "./old-key-rules";
import { Place, refuseMissing, refuseRepeated } from "./place";
import { credentials, ownedPrincipal, principalDraft } from "./schema";
import { shown } from "../core/shown";

/**
 * Refuses principals that break a rule; `now` is the time of the synth in milliseconds, `folder` that
 * of the file.
 */
export function checkPrincipals(file: Place, now: number, folder: string): void {
  const principals = file.at("principals");
  const registries = file.at("registries");
  for (const principal of principals.maps()) {
    checkForm(principal);
    checkValues(principal);
    checkTenant(principal, file.at("azure").at("tenantId").value);
    checkAdopt(principal);
    checkClientSecrets(principal.at("clientSecrets"), now);
    checkCertificates(principal.at("certificates"), folder);
    checkFederatedCredentials(
      principal.at("federatedCredentials"),
      principal.at("applicationResourceId").value,
    );
    for (const kind of Object.keys(credentials)) {
      checkOldKeys(principal.at(kind), "in its principal");
    }
    checkGrants(principal.at("grants"), registries);
  }
  checkRepetitions(principals.maps());
  checkOldKeys(principals, "in the stack");
}

function checkRepetitions(principals: Place[]): void {
  const all = (key: string): Place[] => principals.map((entry) => entry.at(key));
  // A name is that of one application in a tenant, and tenants know nothing of each other.
  refuseRepeated(
    all("displayName"),
    "Entra would hold two applications that nobody can tell apart, choose another name",
    (name, position) => `${String(principals[position]?.at("applicationTenantId").value)} ${name}`,
  );
  const once =
    "Azure would refuse the second assignment of a role to it, declare the principal once";
  refuseRepeated(all("clientId"), once);
  for (const [key, kind] of [
    ["objectId", "servicePrincipals"],
    ["applicationResourceId", "applications"],
  ] as const) {
    const resourceIds = all("resourceId").filter(
      ({ value }) => objectIdIn(kind, String(value)) !== undefined,
    );
    refuseRepeated([...all(key), ...resourceIds], once, (id) => objectIdIn(kind, id) ?? id);
  }
  const adopted = [
    ...["application", "servicePrincipal", "module"].map((key) =>
      all("adopt").map((adopt) => adopt.at(key)),
    ),
    ...["grants", "federatedCredentials"].map((key) =>
      all(key).flatMap((entries) => entries.maps().map((entry) => entry.at("adopt"))),
    ),
  ];
  for (const places of adopted) {
    refuseRepeated(places, "Terraform adopts a thing once, leave one out");
  }
}

// A principal is owned by the file, or it exists already and is referenced.
function checkForm(principal: Place): void {
  const references = REFERENCE_KEYS.filter((key) => principal.has(key));
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
      "has no displayName, by which this file owns it, and neither clientId, resourceId nor objectId and principalType, by which it refers to one that exists already; give one of them",
    );
  } else {
    checkReference(principal);
  }
}

// The keys that refer to a principal, by the one that says which form it has.
const FORMS = {
  resourceId: ["resourceId", "manageCredentials", "applicationTenantId"],
  clientId: [
    "clientId",
    "objectId",
    "applicationResourceId",
    "manageCredentials",
    "applicationTenantId",
  ],
  principalType: ["objectId", "principalType"],
};
const REFERENCE_KEYS = [...new Set(Object.values(FORMS).flat())].filter(
  (key) => !Object.hasOwn(ownedPrincipal.shape, key),
);

function checkReference(principal: Place): void {
  const form = (["resourceId", "clientId"] as const).find((key) => principal.has(key));
  const keys = FORMS[form ?? "principalType"];
  for (const key of REFERENCE_KEYS.filter((other) => !keys.includes(other))) {
    if (principal.has(key)) {
      principal.at(key).refuse(`has no meaning beside ${form ?? "objectId"}; leave it out`);
    }
  }
  if (form === undefined) {
    refuseMissing(
      principal,
      keys,
      "give objectId and principalType of a managed identity, group or user, or clientId of a service principal",
    );
  } else if (principal.has("applicationResourceId")) {
    refuseMissing(principal, ["objectId"], "give it, or leave out applicationResourceId");
  }
  checkUnowned(principal, keys);
}

function checkUnowned(principal: Place, allowed: string[]): void {
  const managed = principal.at("manageCredentials").value === true;
  if (!managed && allowed.includes("applicationTenantId") && principal.has("applicationTenantId")) {
    principal
      .at("applicationTenantId")
      .refuse(
        "has no meaning without manageCredentials: true, since nothing is done to the application; leave it out",
      );
  }
  const owned = Object.keys(ownedPrincipal.shape).filter(
    (key) => !["grants", "renamedFrom", ...allowed].includes(key),
  );
  for (const key of owned.filter((other) => principal.has(other))) {
    if (!Object.hasOwn(credentials, key)) {
      principal
        .at(key)
        .refuse(
          "can't be changed: this principal is only referenced; change it where the principal is owned, or own it here with displayName",
        );
    } else if (!managed) {
      principal
        .at(key)
        .refuse(
          "can't be added: this principal is only referenced, so a credential made here would vanish with this file while others rely on it; add it where the principal is owned, own it here with displayName, or refer to a service principal by clientId or resourceId with manageCredentials: true",
        );
    }
  }
}

function checkValues(principal: Place): void {
  const ids = {
    clientId: "the client id of a service principal, not its object id or name",
    objectId: "the object id of a principal, not its client id or name",
    applicationTenantId: "the id of a tenant, not its domain",
  };
  for (const [key, what] of Object.entries(ids)) {
    principal.at(key).checkText((id) => uuidProblems(key, id, what));
  }
  principal.at("resourceId").checkText((id) => literalResourceIdProblems("", id));
  principal
    .at("applicationResourceId")
    .checkText((id) => resourceIdProblems("", id, "applications"));
  // A display name that is no text has been refused; the rules for the other keys hold all the same.
  const { displayName = "unreadable", ...others } = principal.read(principalDraft) ?? {};
  principal.refuseKeys(servicePrincipalProblems({ displayName, ...others, adopt: undefined }));
}

function checkTenant(principal: Place, registriesTenantId: unknown): void {
  const tenantId = principal.at("applicationTenantId");
  tenantId.checkText((id) =>
    typeof registriesTenantId === "string" && registriesTenantId.toLowerCase() === id.toLowerCase()
      ? [
          {
            key: "",
            message: `${shown(id)} is that of the registries, azure.tenantId; leave it out`,
          },
        ]
      : [],
  );
  if (principal.has("displayName") && principal.has("applicationTenantId")) {
    const { signInAudience = MULTITENANT } = principal.read(principalDraft) ?? {};
    principal.refuseKeys(multitenancyProblems(signInAudience));
  }
}
