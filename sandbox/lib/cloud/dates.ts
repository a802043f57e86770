/** Dates as Microsoft Graph keeps them: UTC, up to seven digits of a second, no trailing zeros. */

/** What Graph answers for a date that it was given: "2027-01-01T00:00:00.000Z" comes back without its zeros. */
export function graphDate(rfc3339: string): string {
  return withFraction(new Date(rfc3339), fractionOf(rfc3339).slice(0, 7).replace(/0+$/, ""));
}

/** What Graph stamps when it was given none; never a whole second [azuread issue 1545]. */
export function graphTimestamp(now: Date): string {
  return withFraction(now, `${String(now.getUTCMilliseconds()).padStart(3, "0")}4567`);
}

export function yearsAfter(rfc3339: string, years: number): string {
  const date = new Date(rfc3339);
  date.setUTCFullYear(date.getUTCFullYear() + years);
  return withFraction(date, fractionOf(rfc3339));
}

/** .NET's years, 1 to 9999. */
export function isInCalendar(rfc3339: string): boolean {
  const instant = Date.parse(rfc3339);
  return instant >= Date.parse("0001-01-01T00:00:00Z") && instant < Date.UTC(10_000, 0);
}

function fractionOf(rfc3339: string): string {
  return /\.(\d+)/.exec(rfc3339)?.[1] ?? "";
}

function withFraction(date: Date, fraction: string): string {
  const seconds = date.toISOString().slice(0, 19);
  return fraction === "" ? `${seconds}Z` : `${seconds}.${fraction}Z`;
}
