/**
 * Attributes that applications and service principals have in the same form: azuread 3.7.0,
 * internal/helpers/applications/applications.go.
 */
import type { JsonObject } from "../cloud/api";
import { flagIn, objectsIn, textIn, textsIn } from "../provider/answers";
import { text } from "../provider/arguments";
import type { Value, Values } from "../schema/values";

/** Some tags stand for a feature of the application. */
export function featureTags(tags: readonly string[]): Value {
  const has = hasTag(tags);
  return [
    {
      custom_single_sign_on: has(CUSTOM_SINGLE_SIGN_ON),
      enterprise: has(ENTERPRISE),
      gallery: has(GALLERY),
      hide: has(HIDE),
    },
  ];
}

/** The same under the names of older versions. */
export function features(tags: readonly string[]): Value {
  const has = hasTag(tags);
  return [
    {
      custom_single_sign_on_app: has(CUSTOM_SINGLE_SIGN_ON),
      enterprise_application: has(ENTERPRISE),
      gallery_application: has(GALLERY),
      visible_to_users: !has(HIDE),
    },
  ];
}

export function appRoles(answer: JsonObject): Value {
  return objectsIn(answer, "appRoles").map((role) => ({
    id: textIn(role, "id"),
    allowed_member_types: textsIn(role, "allowedMemberTypes"),
    description: textIn(role, "description"),
    display_name: textIn(role, "displayName"),
    enabled: flagIn(role, "isEnabled"),
    value: textIn(role, "value"),
  }));
}

export function permissionScopes(answer: JsonObject): Value {
  return objectsIn(answer, "oauth2PermissionScopes").map((scope) => ({
    id: textIn(scope, "id"),
    admin_consent_description: textIn(scope, "adminConsentDescription"),
    admin_consent_display_name: textIn(scope, "adminConsentDisplayName"),
    enabled: flagIn(scope, "isEnabled"),
    type: textIn(scope, "type"),
    user_consent_description: textIn(scope, "userConsentDescription"),
    user_consent_display_name: textIn(scope, "userConsentDisplayName"),
    value: textIn(scope, "value"),
  }));
}

/** The ids of roles or scopes, by their values. */
export function idsByValue(
  answer: JsonObject,
  name: "appRoles" | "oauth2PermissionScopes",
): Values {
  return Object.fromEntries(
    objectsIn(answer, name)
      .filter((item) => textIn(item, "value") !== "")
      .map((item) => [textIn(item, "value"), textIn(item, "id")]),
  );
}

/** Like nullable.NoZero: an empty text is sent as null. */
export function textOrNull(values: Values, name: string): string | null {
  return text(values, name) ?? null;
}

const CUSTOM_SINGLE_SIGN_ON = "WindowsAzureActiveDirectoryCustomSingleSignOnApplication";
const ENTERPRISE = "WindowsAzureActiveDirectoryIntegratedApp";
const GALLERY = "WindowsAzureActiveDirectoryGalleryApplicationNonPrimaryV1";
const HIDE = "HideApp";

function hasTag(tags: readonly string[]): (tag: string) => boolean {
  const lowerCase = new Set(tags.map((tag) => tag.toLowerCase()));
  return (tag) => lowerCase.has(tag.toLowerCase());
}
