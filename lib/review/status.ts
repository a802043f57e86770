import { DAY } from "../core/instant";
import { endOfPeriod } from "../credential/periods";
import { type Access, accessesOf } from "./accesses";
import { sidesOf } from "./assignments";
import type { CredentialChange } from "./credentials/credential";
import { credentialChangesOf } from "./credentials/credential-changes";
import { periodIn } from "./credentials/slots";
import { grouped } from "./grouped";
import { Parties, text } from "./parties";
import type { Plan } from "./plan/plan";

/** What a state holds: who may do what on which registry, and by which credentials. */
export interface Status {
  readonly accesses: readonly Access[];
  /** What ends first comes first; what has no end, last. */
  readonly credentials: readonly CredentialStatus[];
}

export interface CredentialStatus {
  readonly credential: CredentialChange;
  /** When the next period of its rotation begins, as far as the state tells: a UTC second. */
  readonly rotatesOn: string | undefined;
  /** The most urgent of what there is to say of it; `expired` and `soon` where no other slot lasts longer. */
  readonly condition: "expired" | "overdue" | "soon" | "unknown" | "in time";
}

/** The pipelines of this library apply every day; a rotation that two of them have not made is overdue. */
const LATE_DAYS = 2;

/** @param state a plan in which all is kept */
export function statusOf(state: Plan, now: Date = new Date()): Status {
  const parties = new Parties(state, new Map());
  const { before, after } = sidesOf(state, parties, new Map());
  const rotations = rotationsIn(state);
  return {
    accesses: accessesOf(before, after),
    credentials: credentialChangesOf(state, parties, now)
      .map((credential) => statusOfOne(credential, rotations.get(credential.address), now))
      .sort((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1)),
  };
}

/** Whether consumers can't log in, or soon can't since nobody has applied. */
export function isOverdue({ condition }: CredentialStatus): boolean {
  return condition === "expired" || condition === "overdue";
}

function statusOfOne(
  credential: CredentialChange,
  rotatesOn: string | undefined,
  now: Date,
): CredentialStatus {
  const isLate =
    rotatesOn !== undefined && Date.parse(rotatesOn) + LATE_DAYS * DAY <= now.getTime();
  const { expiry } = credential;
  const condition = expiry === "expired" ? expiry : isLate ? "overdue" : (expiry ?? "in time");
  return { credential, rotatesOn, condition };
}

/** What can't be told may have ended. */
function orderOf({ credential: { kind, after } }: CredentialStatus): string {
  return kind === "federated credential" ? "9999" : (after?.end ?? "");
}

/** When each slot of this library rotates next, by its address. */
function rotationsIn({ changes, rotations }: Plan): Map<string, string> {
  const bySource = grouped(changes, ({ source }) => source);
  return new Map(
    rotations.flatMap(({ periods, slots }) => {
      const made = slots.flatMap((slot) => bySource.get(slot) ?? []);
      const last = made
        .map(({ after }) => periodIn(after) ?? "")
        .sort()
        .at(-1);
      const application = text(made[0]?.after?.application_id);
      // Of a module that is there several times, a state does not tell which slots belong together.
      if (!last || application === undefined || made.length > slots.length) {
        return [];
      }
      const end = endOfPeriod(periods, Number(last), application);
      return end === undefined ? [] : made.map(({ address }): [string, string] => [address, end]);
    }),
  );
}
