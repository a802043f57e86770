import { ClientSecretProps } from "cdktf-acr-auth";
import { DAY, utcSecond } from "../../lib/core/instant";
import { Decision, decisionsAt } from "./rotation-decisions";

const START = Date.parse("2027-01-01T00:00:00Z");
/** The defaults. */
export const ROTATION_DAYS = 60;
export const GRACE_DAYS = 30;

/** An apply on a day, with what was changed in the program before it. */
export interface Apply {
  readonly day: number;
  readonly change?: ClientSecretProps;
}

/** A secret in a slot; all instants are days from the start. */
export interface Secret {
  readonly slot: "a" | "b";
  readonly from: number;
  /** When an apply replaced it, or the end of the story. */
  to: number;
  /** When Entra refuses it, if no apply has replaced it before. */
  readonly end: number;
}

/** What consumers were given by an apply, until the next one. */
export interface Delivery {
  readonly from: number;
  to: number;
  readonly secret: Secret;
}

export interface Story {
  readonly secrets: Secret[];
  readonly deliveries: Delivery[];
}

/** What becomes of a client secret by some applies, as real Terraform decides at each of them. */
export function tell(applies: Apply[], days: number): Story {
  const changes = [...new Set(applies.map(({ change }) => change))];
  // Terraform is asked once for all applies of one program.
  const decided = changes.flatMap((change) =>
    decideOn(
      applies.filter((apply) => apply.change === change).map(({ day }) => day),
      change,
    ),
  );
  return storyOf(decided, days);
}

/** An apply on a day, and what Terraform decides then. */
export interface Decided {
  readonly day: number;
  readonly decision: Decision;
}

/** What Terraform decides on each of the days, counted from the begin of a period. */
export function decideOn(days: number[], change: ClientSecretProps = {}): Decided[] {
  const props = { rotationDays: ROTATION_DAYS, graceDays: GRACE_DAYS, anchor: utcSecond(START) };
  const decisions = decisionsAt({ ...props, ...change }, days.map(instantOf));
  return days.flatMap((day) => {
    const decision = decisions[instantOf(day)];
    return decision === undefined ? [] : [{ day, decision }];
  });
}

/** The applies, in the order of their days, until the end of the story. */
export function storyOf(applies: Decided[], days: number): Story {
  const secrets: Secret[] = [];
  const deliveries: Delivery[] = [];
  let previous: Decision | undefined;
  for (const { day, decision } of applies) {
    for (const slot of ["a", "b"] as const) {
      if (JSON.stringify(previous?.[slot].keepers) !== JSON.stringify(decision[slot].keepers)) {
        close(secrets.filter((secret) => secret.slot === slot).at(-1), day);
        secrets.push({ slot, from: day, to: days, end: dayOf(decision[slot].endDate) });
      }
    }
    const secret = secrets.filter(({ slot }) => slot === decision.activeSlot).at(-1);
    if (secret !== undefined && deliveries.at(-1)?.secret !== secret) {
      close(deliveries.at(-1), day);
      deliveries.push({ from: day, to: days, secret });
    }
    previous = decision;
  }
  return { secrets, deliveries };
}

function close(open: { to: number } | undefined, day: number): void {
  if (open !== undefined) {
    open.to = day;
  }
}

function instantOf(day: number): string {
  return utcSecond(START + day * DAY);
}

function dayOf(instant: string): number {
  return (Date.parse(instant) - START) / DAY;
}
