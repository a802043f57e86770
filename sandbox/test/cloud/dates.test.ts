import { graphDate, graphTimestamp, yearsAfter } from "../../lib/cloud/dates";

test.each([
  ["2027-01-01T00:00:00Z", "2027-01-01T00:00:00Z"],
  ["2027-01-01T00:00:00.000Z", "2027-01-01T00:00:00Z"],
  ["2027-01-01T00:00:00.120Z", "2027-01-01T00:00:00.12Z"],
  ["2027-01-01T00:00:00.123456789Z", "2027-01-01T00:00:00.1234567Z"],
  ["2027-01-01T02:00:00+02:00", "2027-01-01T00:00:00Z"],
  ["2026-12-31T23:00:00-01:00", "2027-01-01T00:00:00Z"],
])("Graph answers %s with %s", (given, answered) => {
  expect(graphDate(given)).toBe(answered);
});

test("a date that Graph makes itself is never a whole second", () => {
  expect(graphTimestamp(new Date("2027-01-01T00:00:00Z"))).toBe("2027-01-01T00:00:00.0004567Z");
});

test("years later is the same moment of another year", () => {
  expect(yearsAfter("2027-01-01T00:00:00.5Z", 2)).toBe("2029-01-01T00:00:00.5Z");
});
