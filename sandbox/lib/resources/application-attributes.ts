/** An application as Graph has it and as azuread shows it: azuread 3.7.0, internal/services/applications/applications.go. */
import type { JsonObject } from "../cloud/api";
import { flagIn, objectIn, objectsIn, textIn, textsIn } from "../provider/answers";
import { flag, requiredText, texts } from "../provider/arguments";
import { isObject, isZero, type Value, type Values } from "../schema/values";
import {
  appRoles,
  featureTags,
  idsByValue,
  permissionScopes,
  textOrNull,
} from "./directory-attributes";

/** What every request to create or change an application says of it. */
export function applicationProperties(planned: Values): JsonObject {
  return {
    description: textOrNull(planned, "description"),
    displayName: requiredText(planned, "display_name"),
    groupMembershipClaims: texts(planned, "group_membership_claims").join(",") || null,
    info: {
      marketingUrl: textOrNull(planned, "marketing_url"),
      privacyStatementUrl: textOrNull(planned, "privacy_statement_url"),
      supportUrl: textOrNull(planned, "support_url"),
      termsOfServiceUrl: textOrNull(planned, "terms_of_service_url"),
    },
    isDeviceOnlyAuthSupported: flag(planned, "device_only_auth_enabled"),
    isFallbackPublicClient: flag(planned, "fallback_public_client_enabled"),
    notes: textOrNull(planned, "notes"),
    serviceManagementReference: textOrNull(planned, "service_management_reference"),
    signInAudience: requiredText(planned, "sign_in_audience"),
    tags: texts(planned, "tags"),
    // Of what these blocks could say none is modelled.
    publicClient: { redirectUris: [] },
    spa: { redirectUris: [] },
    web: {
      homePageUrl: null,
      implicitGrantSettings: { enableAccessTokenIssuance: false, enableIdTokenIssuance: false },
      logoutUrl: null,
      redirectUris: [],
    },
  };
}

/** Of the block `api`, likewise. */
export const API: JsonObject = {
  acceptMappedClaims: false,
  knownClientApplications: [],
  requestedAccessTokenVersion: 1,
};

/** What the resource and the data source show alike. */
export function applicationAttributes(found: JsonObject): Values {
  const info = objectIn(found, "info");
  return {
    object_id: textIn(found, "id"),
    client_id: textIn(found, "appId"),
    display_name: textIn(found, "displayName"),
    app_role_ids: idsByValue(found, "appRoles"),
    device_only_auth_enabled: flagIn(found, "isDeviceOnlyAuthSupported"),
    disabled_by_microsoft: textIn(found, "disabledByMicrosoftStatus"),
    fallback_public_client_enabled: flagIn(found, "isFallbackPublicClient"),
    feature_tags: featureTags(textsIn(found, "tags")),
    group_membership_claims: textIn(found, "groupMembershipClaims")
      .split(",")
      .map((claim) => claim.trim())
      .filter((claim) => claim !== ""),
    identifier_uris: textsIn(found, "identifierUris"),
    notes: textIn(found, "notes"),
    oauth2_permission_scope_ids: idsByValue(objectIn(found, "api") ?? {}, "oauth2PermissionScopes"),
    optional_claims: blockOf(objectIn(found, "optionalClaims"), optionalClaims),
    public_client: blockOf(objectIn(found, "publicClient"), redirectUris),
    publisher_domain: textIn(found, "publisherDomain"),
    required_resource_access: objectsIn(found, "requiredResourceAccess").map(resourceAccess),
    service_management_reference: textIn(found, "serviceManagementReference"),
    sign_in_audience: textIn(found, "signInAudience"),
    single_page_application: blockOf(objectIn(found, "spa"), redirectUris),
    tags: textsIn(found, "tags"),
    web: blockOf(objectIn(found, "web"), web),
    ...(info && {
      logo_url: textIn(info, "logoUrl"),
      marketing_url: textIn(info, "marketingUrl"),
      privacy_statement_url: textIn(info, "privacyStatementUrl"),
      support_url: textIn(info, "supportUrl"),
      terms_of_service_url: textIn(info, "termsOfServiceUrl"),
    }),
  };
}

/** What they show under names of their own. */
export function ofResource(found: JsonObject): Values {
  return {
    api: blockOf(objectIn(found, "api"), (api) => ({
      ...apiAttributes(api),
      oauth2_permission_scope: permissionScopes(api),
    })),
    app_role: appRoles(found),
    description: textIn(found, "description"),
    template_id: textIn(found, "applicationTemplateId"),
  };
}

export function ofDataSource(found: JsonObject): Values {
  return {
    id: `/applications/${textIn(found, "id")}`,
    api: blockOf(objectIn(found, "api"), (api) => ({
      ...apiAttributes(api),
      oauth2_permission_scopes: permissionScopes(api),
    })),
    app_roles: appRoles(found),
  };
}

/** DiffSuppressFunc of the blocks: one that Graph fills in by itself, with nothing in it that the provider looks for. */
export const EMPTY_BLOCKS: Readonly<Record<string, (block: Values) => boolean>> = {
  api: (api) =>
    isZero(api.known_client_applications) &&
    isZero(api.mapped_claims_enabled) &&
    isZero(api.oauth2_permission_scope) &&
    Number(api.requested_access_token_version) <= 1,
  optional_claims: (claims) =>
    isZero(claims.access_token) && isZero(claims.id_token) && isZero(claims.saml2_token),
  public_client: (client) => isZero(client.redirect_uris),
  single_page_application: (spa) => isZero(spa.redirect_uris),
  web: ({ redirect_uris: uris, implicit_grant: grants }) =>
    isZero(uris) && Array.isArray(grants) && grants.every(isAllZero),
};

function isAllZero(block: Value): boolean {
  return isObject(block) && Object.values(block).every(isZero);
}

function apiAttributes(api: JsonObject): Values {
  const version = api.requestedAccessTokenVersion;
  return {
    known_client_applications: textsIn(api, "knownClientApplications"),
    mapped_claims_enabled: flagIn(api, "acceptMappedClaims"),
    requested_access_token_version: typeof version === "number" ? version : 1,
  };
}

/** A block that there is at most one of. */
function blockOf(found: JsonObject | undefined, attributes: (found: JsonObject) => Values): Value {
  return found === undefined ? [] : [attributes(found)];
}

function redirectUris(found: JsonObject): Values {
  return { redirect_uris: textsIn(found, "redirectUris") };
}

function web(found: JsonObject): Values {
  return {
    homepage_url: textIn(found, "homePageUrl"),
    logout_url: textIn(found, "logoutUrl"),
    redirect_uris: textsIn(found, "redirectUris"),
    implicit_grant: blockOf(objectIn(found, "implicitGrantSettings"), (grant) => ({
      access_token_issuance_enabled: flagIn(grant, "enableAccessTokenIssuance"),
      id_token_issuance_enabled: flagIn(grant, "enableIdTokenIssuance"),
    })),
  };
}

function optionalClaims(found: JsonObject): Values {
  const claims = (name: string): Value =>
    objectsIn(found, name).map((claim) => ({
      name: textIn(claim, "name"),
      essential: flagIn(claim, "essential"),
      source: textIn(claim, "source"),
      additional_properties: textsIn(claim, "additionalProperties"),
    }));
  return {
    access_token: claims("accessToken"),
    id_token: claims("idToken"),
    saml2_token: claims("saml2Token"),
  };
}

function resourceAccess(found: JsonObject): Values {
  return {
    resource_app_id: textIn(found, "resourceAppId"),
    resource_access: objectsIn(found, "resourceAccess").map((access) => ({
      id: textIn(access, "id"),
      type: textIn(access, "type"),
    })),
  };
}
