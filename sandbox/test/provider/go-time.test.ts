import { findDateProblem } from "../../lib/provider/go-time";

// What time.Parse of Go 1.26 said of each.

test.each([
  "2027-01-01T05:00:00Z",
  "2027-01-01T5:00:00Z",
  "2027-01-01T05:00:00,5Z",
  "2028-02-29T23:59:59.999+02:00",
  "0000-02-29T00:00:00Z",
])("%s is a date", (text) => {
  expect(findDateProblem(text)).toBeUndefined();
});

test.each([
  ["2027-13-01T00:00:00Z", "month out of range"],
  ["2027-00-01T00:00:00Z", "month out of range"],
  ["2027-02-29T00:00:00Z", "day out of range"],
  ["2027-01-00T00:00:00Z", "day out of range"],
  ["2027-01-01T24:00:00Z", "hour out of range"],
  ["2027-01-01T05:60:00Z", "minute out of range"],
  ["2027-01-01T05:00:60Z", "second out of range"],
  ["2027-01-01T05:00:00+25:00", "time zone offset hour out of range"],
  ["2027-01-01T05:00:00+24:70", "time zone offset minute out of range"],
  ["2027-01-01T05:00:00Zx", 'extra text: "x"'],
])("%s is none: %s", (text, problem) => {
  expect(findDateProblem(text)).toBe(`parsing time "${text}": ${problem}`);
});

test.each([
  ["tomorrow", "tomorrow", "2006"],
  ["2027-01-01", "", "T"],
  ["2027-1-1T00:00:00Z", "1-1T00:00:00Z", "01"],
  ["2027-01-01T05:00:00", "", "Z07:00"],
  ["2027-01-01t00:00:00z", "t00:00:00z", "T"],
])("%s is none from %o on", (text, rest, layout) => {
  expect(findDateProblem(text)).toBe(
    `parsing time "${text}" as "2006-01-02T15:04:05Z07:00": cannot parse "${rest}" as "${layout}"`,
  );
});
