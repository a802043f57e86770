import { Fn } from "cdktf";
import * as fc from "fast-check";
import { parseInstant, utcSecond } from "../../lib/core/instant";
import { utcSecondProblems } from "../../lib/core/utc-second";

test.each([
  ["a fraction", "2027-03-01T00:00:00.000Z"],
  ["an offset", "2027-03-01T02:00:00+02:00"],
  ["a small z", "2027-03-01t00:00:00z"],
])("an instant with %s is refused, and the same instant in UTC seconds is offered", (_, text) => {
  expect(utcSecondProblems("expiresOn.a", text)).toEqual([
    {
      key: "expiresOn.a",
      message: `"${text}" is not a UTC instant in whole seconds; write "2027-03-01T00:00:00Z"`,
    },
  ]);
});

test.each([
  "2027-02-30T00:00:00Z",
  "2027-13-01T00:00:00Z",
  "2027-01-01T24:00:00Z",
  "2027-01-01",
  "soon",
  "",
])("%j is no instant", (text) => {
  expect(utcSecondProblems("anchor", text)).toEqual([
    { key: "anchor", message: expect.stringContaining(`"${text}" is not an instant`) as string },
  ]);
});

test("a token is refused: whether it is a UTC second only Terraform knows", () => {
  const [problem] = utcSecondProblems("anchor", Fn.plantimestamp());
  expect(problem?.message).toMatch(/^is a token; give the instant itself/);
});

test("every second of the years 1970 to 9999 is written and read back", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 253_402_300_799 }), (second) => {
      const text = utcSecond(second * 1000);
      expect(parseInstant(text)).toBe(second * 1000);
      expect(utcSecondProblems("x", text)).toEqual([]);
    }),
  );
});
