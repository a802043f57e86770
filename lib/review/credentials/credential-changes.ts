import { DAY } from "../../core/instant";
import type { Parties } from "../parties";
import type { Plan } from "../plan/plan";
import { DEFAULT_POLICY } from "../policy";
import type { CredentialChange } from "./credential";
import { type Draft, Drafts } from "./drafts";
import { Readers } from "./readers";
import { secretsOf } from "./slots";

/**
 * What a plan does to each credential that it tells of.
 * @param noticeDays how long before its end it ends soon
 */
export function credentialChangesOf(
  plan: Plan,
  parties: Parties,
  now: Date,
  noticeDays = DEFAULT_POLICY.limits.expiryNoticeDays,
): CredentialChange[] {
  const drafts = new Drafts(parties, now);
  const readers = new Readers(plan);
  return secretsOf(
    plan.changes.flatMap((change) => drafts.of(change)),
    readers,
  ).flatMap(({ slots, delivered }) => {
    const stops = delivered.some(isOver);
    return slots.map((slot): CredentialChange => {
      const { of, ...draft } = slot;
      return {
        ...draft,
        slots: slots.map(({ address }) => address),
        delivered: isOver(slot) && !of.isDeposed ? (stops ? "stops" : "stays") : undefined,
        readers: slot.change === "removed" ? [] : readers.of(of),
        stranded: isOver(slot) && stops ? readers.keptOf(of) : [],
        expiry: expiryOf(slot, slots, now, noticeDays),
      };
    });
  });
}

function isOver({ kind, change }: Draft): boolean {
  return kind !== "federated credential" && (change === "replaced" || change === "removed");
}

function expiryOf(
  { kind, after }: Draft,
  slots: readonly Draft[],
  now: Date,
  noticeDays: number,
): CredentialChange["expiry"] {
  if (kind === "federated credential" || after === undefined) {
    return undefined;
  }
  if (after.end === undefined) {
    return "unknown";
  }
  const daysTo = (end: string): number => (Date.parse(end) - now.getTime()) / DAY;
  // The slot that lasts longest is the one that consumers have.
  const last = slots.flatMap((slot) => slot.after?.end ?? []).sort();
  if (last.at(-1) !== after.end || daysTo(after.end) >= noticeDays) {
    return undefined;
  }
  return daysTo(after.end) <= 0 ? "expired" : "soon";
}
