import * as fc from "fast-check";
import { DAY, utcSecond } from "../../lib/core/instant";
import { describeWithTerraform } from "../../sandbox/test/with-terraform";
import { Decision, decisionsAt, SlotDecision } from "../support/rotation-decisions";

/** From the definition: the slots take turns, and each holds for two periods and the grace. */
function model(now: number, anchor: number, days: number, grace: number): Decision {
  const period = Math.floor((now - anchor) / (days * DAY));
  const beginOf = (n: number): number => anchor + n * days * DAY;
  const madeIn = (made: number): SlotDecision => ({
    keepers: { period: made, generation: "0" },
    endDate: utcSecond(beginOf(made + 2) + grace * DAY),
  });
  const [current, previous] = [madeIn(period), madeIn(period - 1)];
  const active = Math.abs(period % 2) === 0 ? "a" : "b";
  return {
    a: active === "a" ? current : previous,
    b: active === "b" ? current : previous,
    value: active,
    activeSlot: active,
    expiresOn: current.endDate,
    rotatesOn: utcSecond(beginOf(period + 1)),
  };
}

/** The first day of a secret whose program names none: by the first seven digits of the object id. */
function staggeredAnchor(objectId: string, days: number): number {
  return Date.parse("2024-01-01T00:00:00Z") + (parseInt(objectId.slice(0, 7), 16) % days) * DAY;
}

describeWithTerraform("evaluated by real Terraform", () => {
  const second = fc.integer({
    min: Date.parse("2000-01-01T00:00:00Z") / 1000,
    max: Date.parse("2199-12-31T23:59:59Z") / 1000,
  });
  const arbitrary = fc.record({
    anchor: second,
    days: fc.integer({ min: 1, max: 300 }),
    grace: fc.integer({ min: 0, max: 130 }),
  });

  test("the slots, their end dates and the active one are those of the model, over two centuries", () => {
    for (const { anchor, days, grace } of fc.sample(arbitrary, 6)) {
      const boundaries = [-2, -1, 0, 1, 2, 3].flatMap((n) =>
        [-1, 0, 1].map((offset) => anchor + n * days * 86_400 + offset),
      );
      const instants = [...fc.sample(second, 60), ...boundaries].map((s) => s * 1000);
      const decisions = decisionsAt(
        { rotationDays: days, graceDays: grace, anchor: utcSecond(anchor * 1000) },
        instants.map(utcSecond),
      );
      for (const now of instants) {
        expect({ now: utcSecond(now), ...decisions[utcSecond(now)] }).toEqual({
          now: utcSecond(now),
          ...model(now, anchor * 1000, days, grace),
        });
      }
    }
  });

  test("without an anchor the day of the rotation is that of the application's object id", () => {
    const ids = [
      "00000000-0000-4000-8000-000000000000",
      "ffffffff-ffff-4fff-bfff-ffffffffffff",
      "CAFE0123-ABCD-4DEF-8000-00000000000A",
      ...fc.sample(fc.uuid(), 3),
    ];
    for (const objectId of ids) {
      const [{ days, grace } = { days: 60, grace: 30 }] = fc.sample(arbitrary, 1);
      const anchor = staggeredAnchor(objectId, days);
      const instants = [
        ...fc.sample(second, 20).map((s) => s * 1000),
        ...[-1, 0, 1, 2].flatMap((n) => [-1000, 0].map((late) => anchor + n * days * DAY + late)),
      ];
      const decisions = decisionsAt(
        { rotationDays: days, graceDays: grace },
        instants.map(utcSecond),
        `/applications/${objectId}`,
      );
      for (const now of instants) {
        expect({ objectId, now: utcSecond(now), ...decisions[utcSecond(now)] }).toEqual({
          objectId,
          now: utcSecond(now),
          ...model(now, anchor, days, grace),
        });
      }
    }
  });

  test("a time before 1970, with which OpenTofu 1.6 validates, is no error", () => {
    const [decision] = Object.values(decisionsAt({}, ["0001-01-01T00:00:00Z"]));
    expect(decision?.expiresOn).toMatch(/^19\d\d-/);
  });

  test("from one period to the next exactly one slot changes, and it is the one that becomes active", () => {
    const anchor = Date.parse("2024-01-01T00:00:00Z");
    const starts = Array.from({ length: 40 }, (_, n) => utcSecond(anchor + n * 60 * DAY));
    const decisions = decisionsAt({ rotationDays: 60, anchor: utcSecond(anchor) }, starts);
    const inOrder = starts.map((start) => decisions[start]);
    for (const [index, after] of inOrder.slice(1).entries()) {
      const before = inOrder[index];
      if (before === undefined || after === undefined) {
        throw new Error("Terraform did not answer for every instant");
      }
      expect(before.activeSlot).not.toBe(after.activeSlot);
      expect(before[before.activeSlot]).toEqual(after[before.activeSlot]);
      expect(before[after.activeSlot]).not.toEqual(after[after.activeSlot]);
      expect(before.rotatesOn).toBe(starts[index + 1]);
    }
  });

  // This is why a secret that rotates by itself needs no check that could fail a plan.
  test("what an apply delivers outlives the next period, and any apply that comes in time", () => {
    for (const { anchor, days, grace } of fc.sample(arbitrary, 4)) {
      const gap = fc.integer({ min: 0, max: (days + grace) * 86_400 });
      let apply = anchor;
      const applies = fc.sample(gap, 40).map((seconds) => utcSecond((apply += seconds) * 1000));
      const decisions = decisionsAt(
        { rotationDays: days, graceDays: grace, anchor: utcSecond(anchor * 1000) },
        applies,
      );
      for (const [index, instant] of applies.entries()) {
        const { expiresOn = "", rotatesOn = "" } = decisions[instant] ?? {};
        const nextApply = applies[index + 1] ?? instant;
        expect(Date.parse(expiresOn)).toBeGreaterThanOrEqual(Date.parse(nextApply));
        expect(Date.parse(expiresOn) - Date.parse(rotatesOn)).toBe((days + grace) * DAY);
      }
    }
  });
});
