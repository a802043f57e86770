import { ClientSecretProps } from "cdktf-acr-auth";
import * as fc from "fast-check";
import { describeWithTerraform } from "../../sandbox/test/with-terraform";
import { Decided, decideOn, GRACE_DAYS, ROTATION_DAYS, storyOf } from "../support/rotation-story";

const DAYS = 300;
const EVERY_DAY = Array.from({ length: DAYS }, (_, day) => day);

/** The days that consumers have at each rotation, from the new value until the one they hold is refused. */
function daysToTakeTheNewValue(applies: Decided[]): number[] {
  const { deliveries } = storyOf(applies, DAYS);
  return deliveries.slice(1).flatMap(({ from }, index) => {
    const held = deliveries[index]?.secret;
    // What lasts until the end of the story may last longer.
    return held === undefined || held.to === DAYS ? [] : [Math.min(held.to, held.end) - from];
  });
}

describeWithTerraform("consumers of a secret that rotates by itself", () => {
  let daily: Decided[];
  beforeAll(() => {
    daily = decideOn(EVERY_DAY);
  });
  const on = (days: number[]): Decided[] => daily.filter(({ day }) => days.includes(day));

  test("have rotationDays, less the longest time between two applies, to take a new value", () => {
    const irregular = fc.integer({ min: 1, max: ROTATION_DAYS }).chain((longest) =>
      fc.record({
        longest: fc.constant(longest),
        gaps: fc.array(fc.integer({ min: 1, max: longest }), { minLength: DAYS / 2 }),
      }),
    );
    fc.assert(
      fc.property(irregular, ({ longest, gaps }) => {
        let day = 0;
        const have = daysToTakeTheNewValue(on(gaps.map((gap) => (day += gap))));
        expect(Math.min(ROTATION_DAYS, ...have)).toBeGreaterThan(ROTATION_DAYS - longest);
      }),
    );
  });

  test("have graceDays at least where applies come at even intervals of up to rotationDays", () => {
    for (let interval = 1; interval <= ROTATION_DAYS; interval += 1) {
      for (let first = 0; first < ROTATION_DAYS; first += 7) {
        const have = daysToTakeTheNewValue(
          on(EVERY_DAY.filter((day) => day >= first && (day - first) % interval === 0)),
        );
        expect(have.length).toBeGreaterThan(0);
        expect(Math.min(...have)).toBeGreaterThanOrEqual(GRACE_DAYS);
      }
    }
  });

  test("are promised nothing by one apply in each period, a late one and then an early one", () => {
    expect(daysToTakeTheNewValue(on([0, 119, 120, 180]))).toEqual([1, 60]);
  });

  test("are given the slot that was made last, whatever becomes of grace and generations", () => {
    const programs: ClientSecretProps[] = [
      {},
      { graceDays: 0 },
      { graceDays: 600 },
      { generation: 1 },
      { slotGeneration: { a: 1 } },
      { slotGeneration: { b: 2 }, graceDays: 90 },
    ];
    const days = EVERY_DAY.filter((day) => day % 13 === 0);
    const decided = programs.map((program) => decideOn(days, program));
    const choices = fc.array(fc.nat(programs.length - 1), {
      minLength: days.length,
      maxLength: days.length,
    });
    fc.assert(
      fc.property(choices, (chosen) => {
        const applies = chosen.flatMap((program, index) => decided[program]?.[index] ?? []);
        const { deliveries } = storyOf(applies, DAYS);
        for (const [index, { day, decision }] of applies.entries()) {
          const { activeSlot, value } = decision;
          const idle = decision[activeSlot === "a" ? "b" : "a"];
          expect(value).toBe(activeSlot);
          expect(decision[activeSlot].keepers.period).toBeGreaterThan(idle.keepers.period);
          // Within a period nobody is told of another slot.
          const before = applies[index - 1]?.decision;
          if (before?.rotatesOn === decision.rotatesOn) {
            expect(activeSlot).toBe(before.activeSlot);
          }
          const given = deliveries.filter(({ from }) => from <= day).at(-1)?.secret;
          expect(given?.slot).toBe(activeSlot);
          expect(given?.end).toBeGreaterThan(day);
        }
      }),
    );
  });
});
