import * as fc from "fast-check";
import { AzureError } from "../../lib/cloud/azure-error";
import { linkTo, page, parseFilter } from "../../lib/cloud/query";
import { NotModelled } from "../../lib/not-modelled";

const property = fc.constantFrom("displayName", "appId", "roleName");
const spaces = fc.constantFrom(" ", "  ");

test("a filter finds any text whose apostrophes are doubled", () => {
  fc.assert(
    fc.property(property, spaces, fc.string({ unit: "grapheme" }), (name, gap, text) => {
      const filter = `${name}${gap}eq${gap}'${text.replaceAll("'", "''")}'`;
      expect(parseFilter(filter)).toEqual({ property: name, text });
    }),
  );
});

test("a filter with an apostrophe that is not doubled is refused, or finds another text", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (before, after) => {
      const text = `${before}'${after}`;
      let found: string | undefined;
      try {
        found = parseFilter(`displayName eq '${text}'`).text;
      } catch (error) {
        expect(error instanceof AzureError || error instanceof NotModelled).toBe(true);
      }
      expect(found).not.toBe(text);
    }),
  );
});

test("whatever stands in a filter, it is found, refused or not modelled", () => {
  fc.assert(
    fc.property(fc.string(), (filter) => {
      try {
        parseFilter(filter);
      } catch (error) {
        expect(error instanceof AzureError || error instanceof NotModelled).toBe(true);
      }
    }),
  );
});

test.each([
  "startswith(displayName,'web')",
  "displayName eq 'web' and appId eq 'x'",
  "displayName ne 'web'",
  "identifierUris/any(uri:uri eq 'api://web')",
  "accountEnabled eq true",
])("the filter %s is well-formed, and not modelled", (filter) => {
  expect(() => parseFilter(filter)).toThrow(NotModelled);
});

test.each(["displayName eq 'Ada's app'", "displayName eq 'web", "displayName eq 'a' 'b'"])(
  "the filter %s is no filter",
  (filter) => {
    expect(() => parseFilter(filter)).toThrow("400 (400 Bad Request) with error: BadRequest");
  },
);

test("the pages of a list, by their links, are the list", () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 9 }), (all, top) => {
      const read: number[] = [];
      let query: Record<string, string> = { $top: String(top), $filter: "a eq 'b&c=d'" };
      for (let rest = true; rest;) {
        const { items, next } = page(all, query, { size: 100, most: 999 });
        read.push(...items);
        rest = next !== undefined;
        const link = linkTo(next ?? "", "https://graph.microsoft.com/v1.0/users", query);
        query = Object.fromEntries(new URL(link).searchParams);
      }
      expect(read).toEqual(all);
    }),
  );
});
