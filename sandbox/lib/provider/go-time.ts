/**
 * Why Go takes a text for no date: time.Parse with the layout RFC3339, and its words; undefined for a date. It is more
 * patient than RFC 3339 in two places: an hour of one digit, and a comma before the fraction of a second.
 */
export function findDateProblem(text: string): string | undefined {
  const fields: Partial<Record<string, number>> = {};
  let rest = text;
  for (const [layout, form, name] of ELEMENTS) {
    const found = form.exec(rest)?.[0];
    if (found === undefined) {
      return `parsing time ${JSON.stringify(text)} as ${JSON.stringify(LAYOUT)}: cannot parse ${JSON.stringify(rest)} as ${JSON.stringify(layout)}`;
    }
    const range = RANGES[name ?? ""];
    const number = Number(found);
    if (range !== undefined && (number < range[0] || number > range[1])) {
      return outOfRange(text, name);
    }
    fields[name ?? ""] = number;
    rest = rest.slice(found.length);
  }
  if (rest !== "") {
    return `parsing time ${JSON.stringify(text)}: extra text: ${JSON.stringify(rest)}`;
  }
  const { year = 0, month = 0, day = 0 } = fields;
  const [, zoneHour, zoneMinute] = /[+-](\d\d):(\d\d)$/.exec(text) ?? [];
  if (Number(zoneHour) > 24 || Number(zoneMinute) > 60) {
    return outOfRange(text, `time zone offset ${Number(zoneHour) > 24 ? "hour" : "minute"}`);
  }
  return day < 1 || day > daysIn(year, month) ? outOfRange(text, "day") : undefined;
}

const LAYOUT = "2006-01-02T15:04:05Z07:00";

/** In the order of the layout: how Go names the element, what of the text is one, and what is counted in it. */
const ELEMENTS: readonly (readonly [layout: string, form: RegExp, name?: string])[] = [
  ["2006", /^\d{4}/, "year"],
  ["-", /^-/],
  ["01", /^\d\d/, "month"],
  ["-", /^-/],
  ["02", /^\d\d/, "day"],
  ["T", /^T/],
  ["15", /^\d\d?/, "hour"],
  [":", /^:/],
  ["04", /^\d\d/, "minute"],
  [":", /^:/],
  ["05", /^\d\d(?:[.,]\d+)?/, "second"],
  ["Z07:00", /^(?:Z|[+-]\d\d:\d\d)/],
];

const RANGES: Readonly<Record<string, readonly [least: number, most: number]>> = {
  month: [1, 12],
  hour: [0, 23],
  minute: [0, 59],
  second: [0, 59.999999999],
};

function daysIn(year: number, month: number): number {
  // The calendar repeats itself every 400 years, and JavaScript takes a year below 100 for one of the last century.
  return new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}

function outOfRange(text: string, name = ""): string {
  return `parsing time ${JSON.stringify(text)}: ${name} out of range`;
}
