import { DAY, parseInstant, utcSecond } from "../core/instant";

/** The periods of a client secret, each of which begins with a rotation. */
export interface Periods {
  readonly days: number;
  /** When one begins; without it, on a day that the application decides about. */
  readonly anchor?: string;
}

/** From when periods are counted that have no anchor. */
export const EPOCH = "2024-01-01T00:00:00Z";

// The texts are in the states of those who have deployed: another wording of one of them would fail
// their plans.
export function periodsInWords({ days, anchor }: Periods): string {
  return `rotationDays: ${days}${anchor === undefined ? "" : `, anchor: ${anchor}`}`;
}

/** What a state remembers of the periods; undefined of any other text. */
export function periodsFromWords(text: string): Periods | undefined {
  const [, days, anchor] = /^rotationDays: ([1-9]\d{0,3})(?:, anchor: (\S+))?$/.exec(text) ?? [];
  return days === undefined || (anchor !== undefined && parseInstant(anchor) === undefined)
    ? undefined
    : { days: Number(days), anchor };
}

/**
 * When the period after one begins, as Terraform computes it.
 *
 * @param applicationId the resource id of the application, `/applications/<object id>`
 */
export function endOfPeriod(
  { days, anchor }: Periods,
  period: number,
  applicationId: string,
): string | undefined {
  const objectId = applicationId.split("/")[2] ?? "";
  const stagger = anchor === undefined ? parseInt(objectId.slice(0, 7), 16) % days : 0;
  const end = Date.parse(anchor ?? EPOCH) + (stagger + days * (period + 1)) * DAY;
  // Of a state that somebody made up, the one or the other may be anything.
  return Math.abs(end) <= MAX_TIME ? utcSecond(end) : undefined;
}

/** That of JavaScript's dates. */
const MAX_TIME = 8.64e15;
