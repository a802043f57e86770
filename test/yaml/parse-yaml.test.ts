import fc from "fast-check";
import { stringify } from "yaml";
import { FileError } from "../../lib/yaml/mistake";
import { parseYaml } from "../../lib/yaml/parse-yaml";
import type { FileKind } from "../../lib/yaml/read-text";

const KIND: FileKind = {
  name: "an access file",
  purpose: "declares registries and principals",
  another: "name another file in ACR_ACCESS_FILE",
};

function complaint(text: string): string {
  try {
    parseYaml("access.yaml", text, KIND);
    return "";
  } catch (error) {
    return error instanceof FileError ? error.message : String(error);
  }
}

const laughs = Array.from(
  { length: 9 },
  (_, level) => `l${level + 1}: &l${level + 1} [${`*l${level},`.repeat(9)}]`,
);

describe("what can't be an access file ends in one clear error", () => {
  test.each([
    ["a tab", "a:\n\tb: 1\n", "2:1 is indented by a tab; YAML wants spaces"],
    ["a key twice", "a: 1\na: 2\n", '2:1 "a" stands twice in this map'],
    ["a second document", "a: 1\n---\nb: 2\n", "2:1 begins a second document (---)"],
    ["an open quote", 'a: "x\nb: 1\n', "3:1 comes before a quote or bracket is closed"],
    ["an open bracket", "a: [1, 2\nb: 1\n", "2:1 does not fit the lines before"],
    ["a wrong indentation", "a:\n   b: 1\n  c: 2\n", "3:1 does not fit the lines before"],
    ["two colons", "a: b: c\n", "1:4 has a second colon in one line"],
    ["no space after a colon", "a:1\nb: 2\n", "1:1 has no colon and space after the key"],
    ["an @", "a: @x\n", '1:4 begins with "@", which has a meaning of its own in YAML'],
    ["an unknown escape", 'a: "\\q"\n', "1:5 has an escape that YAML does not know"],
    ["a map for a key", "? [a, b]\n: c\n", "1:3 is not YAML here"],
    ["a tag", "a: !!binary aGk=\n", "1:13 has a tag (!…), which means nothing in an access file"],
    ["an unknown tag", "a: !vault x\n", "1:11 has a tag (!…)"],
    ["the key __proto__", "__proto__: { a: 1 }\n", `1:1 "__proto__" can't be a key`],
    ["an alias", "a: &x 1\nb: *x\n", '2:4 "*x" is an alias; write the value itself'],
    ["an alias of nothing", "a: *nope\n", '1:4 "*nope" is an alias'],
    ["an alias of itself", "a: &x\n  b: *x\n", '2:6 "*x" is an alias'],
    ["a bomb of aliases", `l0: &l0 lol\n${laughs.join("\n")}`, '2:10 "*l0" is an alias'],
    ["deep brackets", "[".repeat(500_000), "is nested too deeply for an access file"],
    ["deep lists", "- ".repeat(500_000), "is nested too deeply for an access file"],
    ["deep maps", "{a: ".repeat(250_000), "is nested too deeply for an access file"],
  ])("%s", (_, text, message) => {
    expect(complaint(text)).toContain(message);
    expect(complaint(text)).toMatch(/^access\.yaml:\d+:\d+ /);
  });
});

test("all mistakes of a YAML text are listed, one for each line", () => {
  expect(complaint("a: 1\na: *x\nb: &x 1\nb: 2\n").split("\n")).toEqual([
    expect.stringContaining('access.yaml:2:1 "a" stands twice'),
    expect.stringContaining('access.yaml:4:1 "b" stands twice'),
    "",
    "2 mistakes in access.yaml",
  ]);
});

test("a %YAML directive does not change what words mean", () => {
  expect(parseYaml("access.yaml", "%YAML 1.1\n---\na: yes\nb: 2027-01-01\n", KIND).value).toEqual({
    a: "yes",
    b: "2027-01-01",
  });
});

test("a place is that of the key, in blocks, in brackets, after comments and with Windows lines", () => {
  const text =
    "# who\r\nprincipals:\r\n  web:\r\n    grants:\r\n      - { registry: shop, access: pul }\r\n";
  const { positionOf } = parseYaml("access.yaml", text, KIND);
  expect(positionOf(["principals"])).toEqual({ line: 2, column: 1 });
  expect(positionOf(["principals", "web", "grants", 0])).toEqual({ line: 5, column: 9 });
  expect(positionOf(["principals", "web", "grants", 0, "access"])).toEqual({ line: 5, column: 27 });
});

test("the place of a key that is missing is that of the key which it should be below", () => {
  const { positionOf } = parseYaml("access.yaml", "principals:\n  web:\n    notes: x\n", KIND);
  expect(positionOf(["principals", "web", "displayName"])).toEqual({ line: 2, column: 3 });
});

test("whatever the text is, it is parsed or refused with a place, and nothing else happens", () => {
  const fragments = fc.constantFrom(
    ..."{}[],:&*!|>%@`\"'#-? \n\t".split(""),
    "a",
    "key: ",
    "- ",
    "---\n",
    "  ",
    "&a ",
    "*a",
    "<<: ",
    "\u0000",
    "\u2028",
  );
  const anyText = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.array(fragments, { maxLength: 40 }).map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(anyText, (text) => {
      expect(complaint(text)).toMatch(/^$|^access\.yaml:\d+:\d+ \S/);
    }),
    { numRuns: 500 },
  );
});

test("whatever the value is, it comes through YAML as it was", () => {
  const key = fc.string().filter((text) => text !== "__proto__");
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie("any")),
      fc.dictionary(key, tie("any"), { noNullPrototype: true }),
    ),
  })).any;
  fc.assert(
    fc.property(value, (any) => {
      const text = stringify({ any }, { aliasDuplicateObjects: false });
      expect(parseYaml("access.yaml", text, KIND).value).toEqual({ any });
    }),
    { numRuns: 200 },
  );
});
