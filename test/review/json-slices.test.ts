import * as fc from "fast-check";
import { type Choice, JsonSlices } from "../../lib/review/plan/json-slices";

/** What is taken of a document that comes in chunks of a size. */
function taken(
  document: Buffer,
  size: number,
  choose: (depth: number) => Choice,
): [string, unknown][] {
  const values: [string, unknown][] = [];
  const slices = new JsonSlices(
    (path) => choose(path.length),
    (path, value) => {
      values.push([path.join("/"), value]);
    },
  );
  for (let at = 0; at < document.length; at += size) {
    slices.write(document.subarray(at, at + size));
  }
  slices.end();
  return values;
}

const document = fc.dictionary(fc.string(), fc.jsonValue());

test("each value of an object is taken as JSON.parse has it, in chunks of any size", () => {
  fc.assert(
    fc.property(
      document,
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom(undefined, 2),
      (value, size, indent) => {
        const json = JSON.stringify(value, null, indent);
        const parsed = JSON.parse(json) as object;
        expect(taken(Buffer.from(json), size, (depth) => (depth === 0 ? "enter" : "take"))).toEqual(
          Object.entries(parsed),
        );
      },
    ),
  );
});

test("what is skipped is passed over, whatever is in its texts", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.integer({ min: 1, max: 40 }), (value, size) => {
      const json = Buffer.from(JSON.stringify({ skipped: [value, '"}]\\'], last: 1 }));
      expect(taken(json, size, (depth) => (depth === 0 ? "enter" : "skip"))).toEqual([]);
    }),
  );
});

test.each([
  ["is cut off", '{"a":', "it ends in the middle"],
  ["is cut off in a text", '{"a":"x', "it ends in the middle"],
  ["is cut off behind a backslash", '{"a":"x\\', "it ends in the middle"],
  ["is empty", "", "it ends in the middle"],
  ["goes on", "{}{}", "something follows its end"],
  ["has no colon", '{"a" 1}', "it is not JSON throughout"],
  ["has a bare key", "{a:1}", "it is not JSON throughout"],
  ["has a value that is none", '{"a":[secret]}', "it is not JSON throughout"],
  ["closes what it has not opened", '{"a":1]', "it is not JSON throughout"],
  ["is nested too deeply", '{"a":'.repeat(5000), "it is nested too deeply"],
])("a document that %s is refused without any of its text", (_, text, message) => {
  const read = (): unknown =>
    taken(Buffer.from(text), 3, (depth) => (text.length > 100 || depth === 0 ? "enter" : "take"));
  expect(read).toThrow(message);
});
