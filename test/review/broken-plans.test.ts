import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { asHtml, asJson, asMarkdown, asText, NoPlan, PlanReader, review } from "../../lib/review";
import { hostileText } from "../support/hostile-text";
import { NOW } from "./fixtures/fixtures";

/** The short ones. */
const fixture = fc.constantFrom("article", "registry-module", "same-name", "wider-scope");

function planOf(name: string): string {
  return readFileSync(join(__dirname, "fixtures", name, "plan.json"), "utf8");
}

/** Moves a cursor, ends a line or turns the direction of what is read; a report has line breaks of its own. */
const OBEYED = /[^\P{Cc}\n]|[\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** What a plan, or what can't be reviewed, is told as. */
function told(chunks: readonly Buffer[]): string[] {
  const reader = new PlanReader();
  try {
    for (const chunk of chunks) {
      reader.write(chunk);
    }
    const plans = [{ file: "plan.json", review: review(reader.end(), undefined, NOW) }];
    return [asText(plans), asMarkdown(plans), asJson(plans), asHtml(plans)];
  } catch (error) {
    if (error instanceof NoPlan) {
      return [error.message];
    }
    throw error;
  }
}

function expectPlainWords(plan: Buffer): void {
  const reports = told([plan]);
  for (const report of reports) {
    expect(OBEYED.exec(report)).toBeNull();
  }
  const half = plan.length >> 1;
  expect(told([plan.subarray(0, half), plan.subarray(half)])).toEqual(reports);
}

const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

const value = fc.oneof(
  fc.constantFrom<unknown>(null, true, -1, 1e308, "", [], {}, [null], { "": null }),
  fc.constantFrom("constructor", "x".repeat(50_000), "(".repeat(5000), "module.".repeat(500)),
  fc.constant<unknown>(JSON.parse('{"__proto__":{"address":"x","references":["__proto__"]}}')),
  fc.constant<unknown>(JSON.parse(`${'{"a":['.repeat(200)}${"]}".repeat(200)}`)),
  hostileText,
);

const mutations = fc.array(
  fc.record({ place, how: fc.constantFrom("delete", "set", "rename", "repeat"), value }),
  { minLength: 1, maxLength: 4 },
);

interface Place {
  readonly in: Record<string, unknown>;
  readonly key: string;
}

function placesIn(document: unknown): Place[] {
  return typeof document !== "object" || document === null
    ? []
    : Object.entries(document).flatMap(([key, inner]) => [
        { in: document as Record<string, unknown>, key },
        ...placesIn(inner),
      ]);
}

test("a plan in which anything stands anywhere is reviewed, or refused in a sentence, in words that nothing obeys", () => {
  fc.assert(
    fc.property(fixture, mutations, (name, changes) => {
      const document = JSON.parse(planOf(name)) as object;
      for (const change of changes) {
        const places = placesIn(document);
        const at = places[Math.floor(change.place * places.length)];
        if (at === undefined) {
          continue;
        }
        const old = at.in[at.key];
        switch (change.how) {
          case "delete":
            Reflect.deleteProperty(at.in, at.key);
            break;
          case "set":
            // Later changes are made in it, and every run is given the same one.
            at.in[at.key] = structuredClone(change.value);
            break;
          case "rename":
            Reflect.deleteProperty(at.in, at.key);
            at.in[String(change.value)] = old;
            break;
          case "repeat":
            at.in[at.key] = Array.from({ length: 3 }, () => old);
        }
      }
      expectPlainWords(Buffer.from(JSON.stringify(document)));
    }),
    { numRuns: 80 },
  );
});

test("a plan that is cut off, or has something in its middle, is reviewed, or refused in a sentence", () => {
  const inserted = fc.constantFrom("", "{", "]", '"', "\\", "\u0000", ",", '"__proto__":1,', "{}");
  fc.assert(
    fc.property(
      fixture,
      place,
      inserted,
      fc.nat({ max: 40 }),
      fc.boolean(),
      (name, where, text, dropped, isCut) => {
        const plan = planOf(name);
        const at = Math.floor(where * plan.length);
        const rest = isCut ? "" : plan.slice(at + dropped);
        expectPlainWords(Buffer.from(plan.slice(0, at) + text + rest));
      },
    ),
    { numRuns: 80 },
  );
});

test("bytes that are no text are reviewed, or refused in a sentence", () => {
  const begin = Buffer.from('{"format_version":"1.2","resource_changes":[');
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.boolean(), (bytes, isBegun) => {
      expectPlainWords(Buffer.concat([isBegun ? begin : Buffer.alloc(0), bytes]));
    }),
    { numRuns: 80 },
  );
});
