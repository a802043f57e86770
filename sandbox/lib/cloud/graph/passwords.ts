import { z } from "zod";
import { type JsonObject, NO_CONTENT, ok } from "../api";
import type { Password } from "../directory-objects";
import { addPassword, removePassword } from "../passwords";
import { bodyOf, date } from "./body";
import type { GraphHandler } from "./call";

/** https://learn.microsoft.com/graph/api/application-addpassword and application-removepassword */
export const passwords = {
  "POST /applications/{id}/addPassword": (call, id) => {
    const { passwordCredential } = bodyOf(call, passwordToAdd, "PasswordCredential");
    const { displayName, startDateTime, endDateTime } = passwordCredential ?? {};
    const added = addPassword(
      call.directory.applicationToChange(id),
      {
        displayName: displayName ?? undefined,
        startDate: startDateTime ?? undefined,
        endDate: endDateTime ?? undefined,
      },
      call.cloud.environment,
      call.cloud.appManagementPolicy,
    );
    return ok({
      "@odata.context": `${call.root}/$metadata#microsoft.graph.passwordCredential`,
      ...shownPassword(added),
      secretText: added.secretText,
    });
  },

  "POST /applications/{id}/removePassword": (call, id) => {
    const { keyId } = bodyOf(call, passwordToRemove, "PasswordCredential");
    removePassword(call.directory.applicationToChange(id), keyId.toLowerCase());
    return NO_CONTENT;
  },
} satisfies Record<string, GraphHandler>;

/** Without what nobody is told twice. */
export function shownPassword(password: Password): JsonObject {
  return {
    customKeyIdentifier: null,
    displayName: password.displayName ?? null,
    endDateTime: password.endDate,
    hint: password.secretText.slice(0, 3),
    keyId: password.keyId,
    secretText: null,
    startDateTime: password.startDate,
  };
}

const passwordToAdd = z.strictObject({
  passwordCredential: z
    .strictObject({
      displayName: z.string().nullish(),
      startDateTime: date.nullish(),
      endDateTime: date.nullish(),
    })
    .nullish(),
});

const passwordToRemove = z.strictObject({ keyId: z.guid() });
