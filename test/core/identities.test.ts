import * as fc from "fast-check";
import { Identities } from "../../lib/core/identities";

const IDS = ["a", "b", "c", "d", "e", "f", "g", "h"];

test("ids are of one thing when others link them, in whatever order that is said", () => {
  const group = fc.array(fc.constantFrom(...IDS), { maxLength: 4 });
  fc.assert(
    fc.property(fc.array(group, { maxLength: 6 }), (groups) => {
      const identities = new Identities();
      groups.forEach((ids) => {
        identities.join(ids);
      });
      for (const one of IDS) {
        for (const other of IDS) {
          expect(identities.of(one) === identities.of(other)).toBe(areLinked(one, other, groups));
        }
      }
    }),
  );
});

/** By walking from group to group. */
function areLinked(one: string, other: string, groups: string[][]): boolean {
  const reached = new Set([one]);
  for (let size = 0; size < reached.size;) {
    size = reached.size;
    for (const group of groups.filter((ids) => ids.some((id) => reached.has(id)))) {
      group.forEach((id) => reached.add(id));
    }
  }
  return reached.has(other);
}
