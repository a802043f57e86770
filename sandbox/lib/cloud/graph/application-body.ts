/** What Graph takes in a request to create or change an application, and what it answers where nothing was given. */
import { z } from "zod";
import type { JsonObject } from "../api";
import { clearable } from "./body";
import type { Version } from "./call";
import { keyCredentials } from "./key-credentials";

const text = z.string();
const flag = z.boolean();
const texts = z.array(text);
const optionalText = text.nullish();
const optionalFlag = flag.nullish();

const permissionScope = z.strictObject({
  id: z.guid(),
  adminConsentDescription: optionalText,
  adminConsentDisplayName: optionalText,
  isEnabled: flag.optional(),
  type: optionalText,
  userConsentDescription: optionalText,
  userConsentDisplayName: optionalText,
  value: optionalText,
});

const appRole = z.strictObject({
  id: z.guid(),
  allowedMemberTypes: texts.optional(),
  description: optionalText,
  displayName: optionalText,
  isEnabled: flag.optional(),
  value: optionalText,
});

const optionalClaim = z.strictObject({
  name: optionalText,
  source: optionalText,
  essential: flag.optional(),
  additionalProperties: texts.optional(),
});

/** What is only stored, for the ones who ask. */
const settings = z.strictObject({
  api: z
    .strictObject({
      acceptMappedClaims: optionalFlag,
      knownClientApplications: z.array(z.guid()).optional(),
      oauth2PermissionScopes: z.array(permissionScope).optional(),
      preAuthorizedApplications: z
        .array(z.strictObject({ appId: z.guid(), delegatedPermissionIds: texts.optional() }))
        .optional(),
      requestedAccessTokenVersion: z.int().nullish(),
    })
    .optional(),
  appRoles: z.array(appRole).optional(),
  groupMembershipClaims: optionalText,
  identifierUris: texts.optional(),
  info: z
    .strictObject({
      marketingUrl: optionalText,
      privacyStatementUrl: optionalText,
      supportUrl: optionalText,
      termsOfServiceUrl: optionalText,
    })
    .optional(),
  isDeviceOnlyAuthSupported: optionalFlag,
  isFallbackPublicClient: optionalFlag,
  oauth2RequirePostResponse: flag.optional(),
  optionalClaims: z
    .strictObject({
      accessToken: z.array(optionalClaim).optional(),
      idToken: z.array(optionalClaim).optional(),
      saml2Token: z.array(optionalClaim).optional(),
    })
    .nullish(),
  parentalControlSettings: z
    .strictObject({ countriesBlockedForMinors: texts.optional(), legalAgeGroupRule: optionalText })
    .optional(),
  publicClient: z.strictObject({ redirectUris: texts.optional() }).optional(),
  requiredResourceAccess: z
    .array(
      z.strictObject({
        resourceAppId: text,
        resourceAccess: z.array(z.strictObject({ id: z.guid(), type: text })).optional(),
      }),
    )
    .optional(),
  spa: z.strictObject({ redirectUris: texts.optional() }).optional(),
  web: z
    .strictObject({
      homePageUrl: optionalText,
      logoutUrl: optionalText,
      redirectUris: texts.optional(),
      implicitGrantSettings: z
        .strictObject({
          enableAccessTokenIssuance: optionalFlag,
          enableIdTokenIssuance: optionalFlag,
        })
        .optional(),
    })
    .optional(),
});

export type ApplicationSettings = z.output<typeof settings>;

const application = z
  .strictObject({
    displayName: text.min(1).max(256),
    signInAudience: z.enum([
      "AzureADMyOrg",
      "AzureADMultipleOrgs",
      "AzureADandPersonalMicrosoftAccount",
      "PersonalMicrosoftAccount",
    ]),
    description: clearable.refine((given = "") => given.length <= 1024),
    notes: clearable,
    serviceManagementReference: clearable,
    tags: texts,
    ...settings.shape,
  })
  .partial();

export function newApplication(version: Version) {
  return known(version).required({ displayName: true }).extend({
    "owners@odata.bind": texts.optional(),
  });
}

export function applicationChange(version: Version) {
  return known(version).extend({ keyCredentials: keyCredentials.optional() });
}

/** v1.0 does not know all that beta does. */
function known(version: Version) {
  return version === "beta" ? application : application.omit({ oauth2RequirePostResponse: true });
}

export const DEFAULT_SETTINGS: JsonObject = {
  api: {
    acceptMappedClaims: null,
    knownClientApplications: [],
    oauth2PermissionScopes: [],
    preAuthorizedApplications: [],
    requestedAccessTokenVersion: null,
  },
  appRoles: [],
  groupMembershipClaims: null,
  identifierUris: [],
  info: {
    logoUrl: null,
    marketingUrl: null,
    privacyStatementUrl: null,
    supportUrl: null,
    termsOfServiceUrl: null,
  },
  isDeviceOnlyAuthSupported: null,
  isFallbackPublicClient: null,
  oauth2RequirePostResponse: false,
  optionalClaims: null,
  parentalControlSettings: { countriesBlockedForMinors: [], legalAgeGroupRule: "Allow" },
  publicClient: { redirectUris: [] },
  requiredResourceAccess: [],
  spa: { redirectUris: [] },
  web: {
    homePageUrl: null,
    logoutUrl: null,
    redirectUris: [],
    implicitGrantSettings: { enableAccessTokenIssuance: false, enableIdTokenIssuance: false },
  },
};
