import { NotModelled } from "../../not-modelled";
import { created, type JsonObject, NO_CONTENT } from "../api";
import { AzureError } from "../azure-error";
import type {
  Application,
  ChangeableOfServicePrincipal,
  ServicePrincipal,
} from "../directory-objects";
import { changesOf, merged } from "../settings";
import type { ApplicationSettings } from "./application-body";
import { bodyOf } from "./body";
import type { GraphCall, GraphHandler } from "./call";
import { callingServicePrincipals } from "./callers";
import { newOwners, ownerReference, OWNERS, ownersOf } from "./owners";
import { list, type Listed, one } from "./query";
import {
  DEFAULT_SETTINGS,
  newServicePrincipal,
  servicePrincipalChange,
} from "./service-principal-body";

const KIND = "ServicePrincipal";

/** https://learn.microsoft.com/graph/api/resources/serviceprincipal */
export const servicePrincipals = {
  "GET /servicePrincipals": (call) =>
    list(call, listed(call), [
      ...call.directory.servicePrincipals.values(),
      ...callingServicePrincipals(call.directory),
    ]),

  "POST /servicePrincipals": (call) => {
    const body = bodyOf(call, newServicePrincipal, KIND);
    const { "owners@odata.bind": owners, appId, ...given } = body;
    const { application, tenantId } = applicationFor(call, appId);
    const servicePrincipal = call.directory.createServicePrincipal(
      {
        accountEnabled: true,
        appRoleAssignmentRequired: false,
        tags: [],
        ...changesOf<ChangeableOfServicePrincipal>(given, DEFAULT_SETTINGS),
        owners: newOwners(call, owners),
      },
      application,
      tenantId,
    );
    return created(shown(call, servicePrincipal));
  },

  "GET /servicePrincipals/{id}": (call, id) => {
    const found = callerWith(call, id) ?? call.directory.servicePrincipal(id);
    return one(call, "servicePrincipals", shown(call, found));
  },

  "PATCH /servicePrincipals/{id}": (call, id) => {
    const servicePrincipal = toChange(call, id);
    const given = bodyOf(call, servicePrincipalChange, KIND, id);
    Object.assign(servicePrincipal, changesOf(given, DEFAULT_SETTINGS, servicePrincipal.settings));
    return NO_CONTENT;
  },

  "DELETE /servicePrincipals/{id}": (call, id) => {
    call.directory.recycle(toChange(call, id));
    return NO_CONTENT;
  },

  "GET /servicePrincipals/{id}/owners": (call, id) =>
    list(call, OWNERS, ownersOf(call, callerWith(call, id) ?? call.directory.servicePrincipal(id))),

  "POST /servicePrincipals/{id}/owners/$ref": (call, id) => {
    call.directory.addOwner(toChange(call, id), ownerReference(call));
    return NO_CONTENT;
  },

  "DELETE /servicePrincipals/{id}/owners/{id}/$ref": (call, id, owner) => {
    call.directory.removeOwner(toChange(call, id), owner);
    return NO_CONTENT;
  },
} satisfies Record<string, GraphHandler>;

function listed(call: GraphCall): Listed<ServicePrincipal> {
  return {
    set: "servicePrincipals",
    shown: (servicePrincipal) => shown(call, servicePrincipal),
    filterable: {
      appId: ({ clientId }) => clientId,
      displayName: ({ displayName }) => displayName,
      id: ({ objectId }) => objectId,
    },
  };
}

function callerWith({ directory }: GraphCall, id: string): ServicePrincipal | undefined {
  return callingServicePrincipals(directory).find(({ objectId }) => objectId === id);
}

function toChange(call: GraphCall, id: string): ServicePrincipal {
  if (callerWith(call, id) !== undefined) {
    throw new NotModelled("a change of the service principal of a caller");
  }
  const servicePrincipal = call.directory.servicePrincipalToChange(id);
  if (servicePrincipal.type === "ManagedIdentity") {
    throw new NotModelled("a change of the service principal of a managed identity");
  }
  return servicePrincipal;
}

/** That of the tenant, or one of another tenant that lets in everybody. */
function applicationFor(
  call: GraphCall,
  appId: string,
): { application: Application; tenantId: string } {
  const home = homeOf(call, appId.toLowerCase());
  const isReachable =
    home?.tenantId === call.directory.tenantId ||
    home?.application.signInAudience !== "AzureADMyOrg";
  if (home === undefined || !isReachable) {
    throw new AzureError(
      400,
      "Request_BadRequest",
      `The appId '${appId}' of the service principal does not reference a valid application object.`,
    );
  }
  return home;
}

function homeOf(
  { cloud }: GraphCall,
  clientId: string,
): { application: Application; tenantId: string } | undefined {
  for (const directory of cloud.directories.values()) {
    const application = directory.applicationOf(clientId);
    if (application !== undefined) {
      return { application, tenantId: directory.tenantId };
    }
  }
  return undefined;
}

function shown(call: GraphCall, servicePrincipal: ServicePrincipal): JsonObject {
  return {
    id: servicePrincipal.objectId,
    deletedDateTime: null,
    accountEnabled: servicePrincipal.accountEnabled,
    appDisplayName: servicePrincipal.displayName,
    appId: servicePrincipal.clientId,
    applicationTemplateId: null,
    appOwnerOrganizationId: servicePrincipal.applicationTenantId,
    appRoleAssignmentRequired: servicePrincipal.appRoleAssignmentRequired,
    description: servicePrincipal.description ?? null,
    disabledByMicrosoftStatus: null,
    displayName: servicePrincipal.displayName,
    notes: servicePrincipal.notes ?? null,
    servicePrincipalType: servicePrincipal.type,
    tags: servicePrincipal.tags,
    ...merged(DEFAULT_SETTINGS, servicePrincipal.settings),
    ...inherited(servicePrincipal.clientId, homeOf(call, servicePrincipal.clientId)?.application),
    keyCredentials: [],
    passwordCredentials: [],
    samlMetadataUrl: call.version === "beta" ? null : undefined,
  };
}

/** What is its application's, as it is now. */
function inherited(clientId: string, application: Application | undefined): JsonObject {
  const { api, appRoles, identifierUris, publicClient, spa, web }: ApplicationSettings =
    application?.settings ?? {};
  return {
    appRoles: appRoles ?? [],
    homepage: web?.homePageUrl ?? null,
    logoutUrl: web?.logoutUrl ?? null,
    oauth2PermissionScopes: api?.oauth2PermissionScopes ?? [],
    replyUrls: [web, spa, publicClient].flatMap((platform) => platform?.redirectUris ?? []),
    servicePrincipalNames: [...(identifierUris ?? []), clientId],
    signInAudience: application?.signInAudience ?? null,
  };
}
