import * as fc from "fast-check";
import { matches } from "../../lib/review/wildcards";

test("a pattern matches what the regular expression of it does", () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[ab?*]{0,8}$/),
      fc.stringMatching(/^[ab]{0,8}$/),
      (pattern, text) => {
        const expression = new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`);
        expect(matches(pattern, text)).toBe(expression.test(text));
      },
    ),
    { numRuns: 2000 },
  );
});

test("no pattern takes longer than a moment", () => {
  expect(matches(`${"a*".repeat(2000)}b`, "a".repeat(4000))).toBe(false);
});
