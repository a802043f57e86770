import { DAY, utcSecond } from "../core/instant";

/** Something allowed that deserves a warning, with the id by which it is acknowledged. */
export interface CredentialWarning {
  readonly id: string;
  readonly message: string;
}

/** Enough for a person to notice, and to bring a new credential to where the old one is used. */
const NOTICE_DAYS = 30;

/**
 * Warns of an end that only a person can move. It is no error: that would stop `cdktf destroy`,
 * too, on a day that nobody chose.
 *
 * @param credential `secret` or `certificate`
 * @param key the property that has the end
 * @param end and `now` in milliseconds
 */
export function expiryWarnings(
  credential: string,
  key: string,
  end: number,
  now: number,
  fix: string,
): CredentialWarning[] {
  const days = Math.floor((end - now) / DAY);
  if (end <= now) {
    const message = `${key}: ${utcSecond(end)} has passed, nobody can log in with it; ${fix}`;
    return [{ id: `acr-auth:expired-${credential}`, message }];
  }
  return days < NOTICE_DAYS
    ? [
        {
          id: `acr-auth:expiring-${credential}`,
          message: `${key}: ${utcSecond(end)} is in ${days} days; ${fix}`,
        },
      ]
    : [];
}
