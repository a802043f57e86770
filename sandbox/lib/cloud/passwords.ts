import type { Seed } from "../seed";
import { AzureError } from "./azure-error";
import { graphDate, graphTimestamp, isInCalendar, yearsAfter } from "./dates";
import type { Application, Password } from "./directory-objects";
import type { Environment } from "./environment";

export interface PasswordRequest {
  displayName: string | undefined;
  startDate: string | undefined;
  endDate: string | undefined;
}

export type AppManagementPolicy = NonNullable<Seed["appManagementPolicy"]>;

/** Graph's `application: addPassword`. */
export function addPassword(
  application: Application,
  request: PasswordRequest,
  environment: Environment,
  policy: AppManagementPolicy | undefined,
): Password {
  const now = environment.now();
  const startDate =
    request.startDate === undefined ? graphTimestamp(now) : graphDate(request.startDate);
  // Graph, application-addpassword: without an end date a password is valid for two years.
  const endDate =
    request.endDate === undefined ? yearsAfter(startDate, 2) : graphDate(request.endDate);
  const lifetime = Date.parse(endDate) - Date.parse(startDate);
  // azuread issue 1582.
  if (Date.parse(startDate) < now.getTime()) {
    throw new AzureError(
      400,
      "KeyCredentialsInvalidStartDate",
      "Key credential start date is invalid.",
    );
  }
  if (Date.parse(endDate) <= now.getTime() || lifetime <= 0 || !isInCalendar(endDate)) {
    throw new AzureError(
      400,
      "KeyCredentialsInvalidEndDate",
      "Key credential end date is invalid.",
    );
  }
  if (policy !== undefined && lifetime > policy.passwordLifetimeDays * DAY) {
    throw new AzureError(
      400,
      "CredentialInvalidLifetimeAsPerAppPolicy",
      `Credential lifetime exceeds the max value allowed as per assigned policy '${policy.id}'.`,
    );
  }
  const password: Password = {
    keyId: environment.newGuid(),
    displayName: request.displayName,
    startDate,
    endDate,
    secretText: environment.newSecret(),
  };
  application.passwords.push(password);
  return password;
}

/** Graph's `application: removePassword`. */
export function removePassword(application: Application, keyId: string): void {
  const position = application.passwords.findIndex((password) => password.keyId === keyId);
  if (position < 0) {
    throw new AzureError(
      400,
      "Request_BadRequest",
      `No password credential found with keyId '${keyId}'.`,
    );
  }
  application.passwords.splice(position, 1);
}

const DAY = 24 * 60 * 60 * 1000;
