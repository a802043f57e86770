import { grouped } from "../grouped";
import { text } from "../parties";
import type { Values } from "../plan/plan";
import type { Draft } from "./drafts";
import type { Readers } from "./readers";

/** A client secret with its slots, or a credential that is alone. */
export interface Secret {
  readonly slots: readonly Draft[];
  /** The slot whose value consumers were given before the apply; all of them where the plan does not tell which. */
  readonly delivered: readonly Draft[];
}

/**
 * Slots are client secrets of one principal whose names end in -a and -b, as this library has them, or that one and the
 * same argument takes.
 */
export function secretsOf(drafts: readonly Draft[], readers: Readers): Secret[] {
  /** One slot leads to another of the same secret, and in the end to the one that stands for all. */
  const next = new Map<Draft, Draft>();
  const standsFor = (slot: Draft): Draft => {
    let last = slot;
    for (let other = next.get(last); other !== undefined; other = next.get(last)) {
      last = other;
    }
    return last;
  };
  const byMark = new Map<string, Draft>();
  for (const draft of drafts) {
    for (const mark of marksOf(draft, readers)) {
      const [one, other] = [standsFor(draft), standsFor(byMark.get(mark) ?? draft)];
      if (one !== other) {
        next.set(one, other);
      }
      byMark.set(mark, other);
    }
  }
  const secrets = grouped(drafts, (draft) => addressOf(standsFor(draft)));
  return [...secrets.values()].map((slots) => ({ slots, delivered: deliveredOf(slots) }));
}

function addressOf({ address, of }: Draft): string {
  return `${address}${of.isDeposed ? " (deposed)" : ""}`;
}

function marksOf({ of, kind, name = "", principal }: Draft, readers: Readers): string[] {
  if (kind !== "client secret" || of.isDeposed) {
    return [];
  }
  const [, stem] = /^(.+)-[ab]$/.exec(name) ?? [];
  return [
    ...(stem === undefined ? [] : [`${principal.key} named ${stem}`]),
    ...readers.argumentsOf(of).map((argument) => `${principal.key} in ${argument}`),
  ];
}

function deliveredOf(slots: readonly Draft[]): readonly Draft[] {
  const had = slots.filter(({ before, of }) => before !== undefined && !of.isDeposed);
  const orders = [
    ({ of }: Draft) => periodIn(of.before),
    (slot: Draft) => slot.before?.end,
    (slot: Draft) => slot.before?.start,
  ];
  for (const order of orders) {
    const [last = "", ...others] = had
      .map((slot) => order(slot) ?? "")
      .sort()
      .reverse();
    if (last !== "" && last !== others[0]) {
      return had.filter((slot) => order(slot) === last);
    }
  }
  return had;
}

/** The period of its rotation in which this library has made a slot, with as many digits in each. */
export function periodIn(slot: Values | undefined): string | undefined {
  const keepers = slot?.rotate_when_changed as Readonly<Record<string, unknown>> | undefined;
  const period = text(keepers?.period);
  return period !== undefined && /^\d{1,9}$/.test(period) ? period.padStart(9, "0") : undefined;
}
