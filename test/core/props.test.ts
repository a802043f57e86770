import { Fn, TerraformVariable, Token } from "cdktf";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import {
  flag,
  instance,
  literal,
  number,
  oneOf,
  optionalProvider,
  text,
  texts,
} from "../../lib/core/kinds";
import { bringing, Problem } from "../../lib/core/problem";
import {
  deliberate,
  having,
  Kind,
  map,
  optional,
  Reading,
  readProps,
  Shape,
} from "../../lib/core/props";
import { newStack } from "../support/stack";

enum Colour {
  RED = "red",
  GREEN = "green",
}

class Part {
  public constructor(public readonly name = "given") {}
}

interface Address {
  readonly street: string;
  readonly number?: number;
}

interface Sample {
  readonly name: string;
  readonly note?: string;
  readonly count?: number;
  readonly open?: boolean;
  readonly tags?: string[];
  readonly colour?: Colour;
  readonly address?: Address;
  readonly part?: Part;
}

const PART: Kind<Part> = instance(
  (value) => value instanceof Part,
  "a Part",
  "write new Part()",
  () => new Part("stand-in"),
);
const ADDRESS: Shape<Address> = { street: text, number: optional(number) };
const SAMPLE: Shape<Sample> = {
  name: text,
  note: optional(text),
  count: optional(number),
  open: optional(flag),
  tags: optional(texts),
  colour: optional(oneOf(Colour)),
  address: optional(map(ADDRESS)),
  part: deliberate(PART, "is undefined, which opens all; write new Part()"),
};

const variable = new TerraformVariable(newStack(), "value", {});

function read(given?: unknown): Reading<Sample> {
  return readProps(SAMPLE, "props", given);
}

function told(problems: Problem[]): string[] {
  return problems.map(({ key, message }) => `${key}: ${message}`);
}

test("what is of the right type is read as it is", () => {
  const given: Sample = {
    name: "web",
    note: variable.stringValue,
    count: 3,
    open: false,
    tags: ["a", variable.stringValue],
    colour: Colour.GREEN,
    address: { street: "Ring", number: 1 },
    part: bringing(new Part(), []),
  };
  expect(read(given)).toMatchObject({ value: given, problems: [] });
});

test("a token for a list is read as one, in whatever form the program has it", () => {
  const tags = variable.listValue;
  expect(read({ name: "web", tags })).toMatchObject({ value: { tags }, problems: [] });
  const { value, problems } = read({ name: "web", tags: Token.asAny(tags) });
  expect([Token.isUnresolved(value.tags), problems]).toEqual([true, []]);
});

test("a token as an object is read as text", () => {
  const { value, problems } = read({ name: Token.asAny(variable.stringValue) });
  expect(problems).toEqual([]);
  expect(typeof value.name).toBe("string");
});

test.each<[unknown, string]>([
  [{ nme: "web" }, 'nme: is not known here; did you mean "name"?'],
  [
    { name: "web", "\u001b[2J": 1 },
    String.raw`"\u001b[2J": is not known here; what is known is name, note, count, open, tags, colour, address, part`,
  ],
  [
    { name: "web", address: { street: "Ring", nummer: 1 } },
    'address.nummer: is not known here; did you mean "number"?',
  ],
  [{}, "name: is missing; give text"],
  [undefined, "name: is missing; give text"],
  [{ name: undefined }, "name: is missing; give text"],
  [{ name: null }, "name: null is not text; give text"],
  [{ name: 5 }, "name: 5 is not text; give text"],
  [{ name: "web", note: ["a"] }, "note: a list is not text; give text"],
  [{ name: "web", note: null }, "note: null is not text; give text"],
  [{ name: "web", count: "60" }, 'count: "60" is not a number; give a number'],
  [{ name: "web", open: "true" }, 'open: "true" is not true or false; give true or false'],
  [{ name: "web", open: 1 }, "open: 1 is not true or false; give true or false"],
  [{ name: "web", tags: "a" }, 'tags: "a" is not a list of texts; give a list of texts'],
  [{ name: "web", tags: ["a", 5] }, "tags[1]: 5 is not text; give text"],
  [
    { name: "web", colour: "gren" },
    'colour: "gren" is not one of red, green; did you mean "green"?',
  ],
  [{ name: "web", colour: "RED" }, 'colour: "RED" is not one of red, green; did you mean "red"?'],
  [{ name: "web", address: "Ring 1" }, 'address: "Ring 1" is not a map; write { street: … }'],
  [{ name: "web", address: {} }, "address.street: is missing; give text"],
  // What only plain JavaScript can make has passed no rule.
  [{ name: "web", part: new Part() }, "part: a map is not a Part; write new Part()"],
  [{ name: "web", part: ["a"] }, "part: a list is not a Part; write new Part()"],
  [{ name: "web", part: undefined }, "part: is undefined, which opens all; write new Part()"],
  ["web", 'props: "web" is not a map; write { name: … }'],
  [["web"], "props: a list is not a map; write { name: … }"],
  [null, "props: null is not a map; write { name: … }"],
  [() => "web", "props: a function is not a map; write { name: … }"],
  [variable.stringValue, "props: a token is not a map; write { name: … }"],
  [
    { name: '${file("secret.txt")}' },
    'name: "${file("secret.txt")}" has ${ or %{ in it, which Terraform would evaluate; write the value itself',
  ],
  [{ name: "%{ for x in y }" }, "has ${ or %{ in it"],
  [{ name: `${variable.stringValue}-\${file("x")}` }, "has ${ or %{ in it"],
  [{ name: "${TfToken[TOKEN.987654]}" }, "has a mark in it by which cdktf finds a token"],
  [{ name: "web-8.109562212591382e+298" }, "has a mark in it by which cdktf finds a token"],
  [{ name: `web-${String(variable.listValue)}` }, "has a list that only Terraform knows in it"],
])("of %p it is told what is wrong", (given, message) => {
  const messages = told(read(given).problems);
  expect(messages.some((one) => one.includes(message)) ? message : messages).toBe(message);
});

test("a number that only Terraform knows may stand in a text", () => {
  expect(read({ name: `web-${variable.numberValue}` }).problems).toEqual([]);
});

test("nothing of what is wrong is in what was read, and a required text is one all the same", () => {
  const { value } = read({ name: 5, note: ["a"], count: "6", tags: [7], colour: "8", foo: 9 });
  expect(Object.keys(value)).not.toContain("foo");
  expect(value).not.toMatchObject({ count: "6" });
  expect(value.colour).toBe("");
  expect([value.name, value.note, value.tags?.[0]].every((one) => Token.isUnresolved(one))).toBe(
    true,
  );
});

test("rules have nothing to say of what is not even of the right type", () => {
  const reading = read({ name: 5, tags: ["a", 6], address: { street: 7 }, colour: Colour.RED });
  const rules = [
    "name",
    "names",
    "tags",
    "tags[0]",
    "tags[1]",
    "address.street",
    "address.number",
    "colour",
  ].map((key) => ({ key, message: "breaks a rule" }));
  const broken = reading.with(rules).filter(({ message }) => message === "breaks a rule");
  expect(broken.map(({ key }) => key)).toEqual([
    "names",
    "tags",
    "tags[0]",
    "address.number",
    "colour",
  ]);
  expect(read("web").with(rules)).toHaveLength(1);
});

test("an object around a text is no map, though every text has a method anchor", () => {
  const shape: Shape<{ anchor?: string }> = { anchor: optional(text) };
  expect(readProps(shape, "props", new String("given")).problems).toEqual([
    { key: "props", message: expect.stringContaining("is not a map") as string },
  ]);
});

test("properties that a class computes are read, each once", () => {
  let reads = 0;
  class Computed {
    public get name(): string {
      reads += 1;
      return reads === 1 ? "web" : "${anything}";
    }
  }
  const { value, problems } = read(new Computed());
  expect([value.name, value.name, problems, reads]).toEqual(["web", "web", [], 1]);
});

test("what is not known is told as well where an object has it from the one that it was made from", () => {
  const given = Object.assign(Object.create({ nmae: "web" }) as object, { name: "web" });
  expect(read(given).problems).toEqual([
    { key: "nmae", message: expect.stringContaining('did you mean "name"?') as string },
  ]);
});

test("what is read is a copy: a change of what was given is none of it", () => {
  const tags = ["a"];
  const address = { street: "Ring" };
  const { value } = read({ name: "web", tags, address });
  tags.push("b");
  address.street = "elsewhere";
  expect(value).toMatchObject({ tags: ["a"], address: { street: "Ring" } });
});

test("an object brings along what is wrong with it", () => {
  const part = bringing(new Part(), [{ key: "Part", message: "is broken" }]);
  expect(told(read({ name: "web", part }).problems)).toEqual(["part: Part: is broken"]);
  const address = bringing({ street: "Ring" }, [{ key: "Address", message: "is broken" }]);
  expect(told(read({ name: "web", address }).problems)).toEqual(["address: Address: is broken"]);
});

test("a construct may have more than what is asked of it", () => {
  const { value, problems } = having(ADDRESS).read("address", { street: "Ring", town: "Bonn" });
  expect([value, problems]).toEqual([{ street: "Ring" }, []]);
  expect(having(ADDRESS).read("address", { town: "Bonn" }).problems).toHaveLength(1);
});

test("a name that is composed must not be a token", () => {
  const name = literal("give literal text");
  expect(told(name.read("name", Fn.lower("WEB")).problems)).toEqual([
    "name: is a token, a value that only Terraform knows; give literal text",
  ]);
  expect(name.read("name", "web").problems).toEqual([]);
  expect(told(name.read("name", 5).problems)).toEqual(["name: 5 is not text; give text"]);
});

test("a provider is one of its type", () => {
  const azurerm = new AzurermProvider(newStack(), "other", { alias: "other", features: [{}] });
  expect(optionalProvider("azurerm").read("provider", azurerm)).toMatchObject({
    value: azurerm,
    problems: [],
  });
  for (const wrong of [5, "azurerm.other", {}, null]) {
    expect(optionalProvider("azurerm").read("provider", wrong).problems).toHaveLength(1);
  }
  expect(optionalProvider("azuread").read("provider", azurerm)).toMatchObject({
    value: undefined,
    problems: [{ key: "provider" }],
  });
});

test("the compiler finds a property that a shape lacks, has too many, or misjudges", () => {
  // @ts-expect-error number is missing
  const lacking: Shape<Address> = { street: text };
  // @ts-expect-error there is no town
  const tooMany: Shape<Address> = { street: text, number: optional(number), town: text };
  // @ts-expect-error the number is optional
  const required: Shape<Address> = { street: text, number };
  // @ts-expect-error the street is required
  const unrequired: Shape<Address> = { street: optional(text), number: optional(number) };
  // @ts-expect-error the number is none
  const mistyped: Shape<Address> = { street: text, number: optional(text) };
  expect([lacking, tooMany, required, unrequired, mistyped]).toHaveLength(5);
});
