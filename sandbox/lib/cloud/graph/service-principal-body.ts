/** What Graph takes in a request to create or change a service principal, and what it answers where nothing was given. */
import { z } from "zod";
import type { JsonObject } from "../api";
import { clearable } from "./body";

const text = z.string();
const texts = z.array(text);

const servicePrincipal = z
  .strictObject({
    accountEnabled: z.boolean(),
    appRoleAssignmentRequired: z.boolean(),
    description: clearable,
    notes: clearable,
    tags: texts,
    alternativeNames: texts,
    loginUrl: text.nullable(),
    notificationEmailAddresses: texts,
    preferredSingleSignOnMode: text.nullable(),
    samlSingleSignOnSettings: z.strictObject({ relayState: text.nullish() }).nullable(),
  })
  .partial();

export const servicePrincipalChange = servicePrincipal;

export const newServicePrincipal = servicePrincipal.extend({
  appId: z.guid(),
  "owners@odata.bind": texts.optional(),
});

export const DEFAULT_SETTINGS: JsonObject = {
  alternativeNames: [],
  loginUrl: null,
  notificationEmailAddresses: [],
  preferredSingleSignOnMode: null,
  samlSingleSignOnSettings: null,
};
