const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;

/** Milliseconds in a day. */
export const DAY = 86_400_000;

/** The instant as Entra and Terraform both write it: UTC, whole seconds, `2027-01-31T00:00:00Z`. */
export function utcSecond(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, "Z");
}

/** The milliseconds of an RFC 3339 instant with any offset or fraction; undefined if it is none. */
export function parseInstant(text: string): number | undefined {
  if (!RFC_3339.test(text)) {
    return undefined;
  }
  // JavaScript reads 30 February as 2 March; an instant that does not exist is a mistake here.
  const wallClock = text.slice(0, 19).toUpperCase();
  const exists = !Number.isNaN(Date.parse(`${wallClock}Z`));
  return exists && utcSecond(Date.parse(`${wallClock}Z`)) === `${wallClock}Z`
    ? Date.parse(text)
    : undefined;
}
