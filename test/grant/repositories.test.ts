import { Fn, Testing } from "cdktf";
import { Access, PermissionsMode, Repositories } from "cdktf-acr-auth";
import * as fc from "fast-check";
import { problemsOf } from "../../lib/core/problem";
import { AS_THE_WORK, growth } from "../support/growth";
import { character } from "../support/hostile-text";
import { problems } from "../support/stack";
import { granted } from "./granting";

const component = fc.stringMatching(/^[a-z0-9]{1,8}([._-][a-z0-9]{1,4})?$/);
const path = fc.array(component, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/"));
const prefix = path.map((text) => `${text}/`);

test("a union lets in exactly what its parts let in", () => {
  const lets = (
    { names, prefixes }: { names: string[]; prefixes: string[] },
    name: string,
  ): boolean => names.includes(name) || prefixes.some((text) => name.startsWith(text));
  fc.assert(
    fc.property(fc.array(path), fc.array(prefix), path, (names, prefixes, name) => {
      const union = Repositories.union(
        ...prefixes.map((text) => Repositories.withPrefix(text)),
        Repositories.named(...names),
      );
      for (const candidate of [name, ...names, ...prefixes.map((text) => `${text}${name}`)]) {
        expect(lets(union, candidate)).toBe(lets({ names, prefixes }, candidate));
      }
    }),
  );
});

test("a union has each repository once, sorted, and none that a prefix holds already", () => {
  const union = Repositories.union(
    Repositories.named("b", "a", "b", "team/app"),
    Repositories.withPrefix("team/"),
    Repositories.withPrefix("team/sub/"),
  );
  expect(union).toMatchObject({ names: ["a", "b"], prefixes: ["team/"] });
});

test.each([
  ["name", (text: string) => Repositories.named(text)],
  ["prefix", (text: string) => Repositories.withPrefix(text)],
])("every %s that is accepted has no quote to break out of a condition with", (_, make) => {
  // Mostly what is nearly right, with something in it that is not.
  const nearly = fc
    .tuple(
      path,
      fc.string({ maxLength: 3, unit: character }),
      fc.constantFrom("", "/", "'/", "app/"),
    )
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(fc.oneof(fc.string(), nearly), (text) => {
      const repositories = make(text);
      if (problemsOf(repositories).length > 0) {
        return;
      }
      const { names, prefixes } = repositories;
      expect([...names, ...prefixes]).toEqual([expect.stringMatching(/^[a-z0-9._/-]+$/)]);
    }),
    { numRuns: 1000 },
  );
});

test.each([
  "",
  "App",
  "team/",
  "/app",
  "team//app",
  "app:1.0",
  "app@sha256",
  "x'",
  "a b",
  "-app",
  "app.",
  "*",
  "x".repeat(256),
  "contoso.azurecr.io/App",
])("%j is no name of a repository", (name) => {
  expect(told(Repositories.named("ok", name))).toEqual([
    expect.stringMatching(
      /^\[test\/team\/grant\/[^ ]+\] repositories: Repositories\.named: names\[1\]: ".*" is not the name of a repository; write lower-case letters/,
    ),
  ]);
});

test("a prefix without a slash at its end is refused, because it lets in its neighbours", () => {
  expect(told(Repositories.withPrefix("team-a"))).toEqual([
    expect.stringContaining(
      'Repositories.withPrefix: prefix: "team-a" has no slash at its end and would also let in "team-a-other/app"; write "team-a/"',
    ),
  ]);
});

test.each(["/", "Team/", "a'/", "a//", "*/"])("%j is no prefix", (text) => {
  expect(told(Repositories.withPrefix(text))).toEqual([
    expect.stringContaining("is not the name of a repository"),
  ]);
});

test.each<[string, (text: never) => Repositories, unknown, string]>([
  [
    "a list",
    (text) => Repositories.named(text),
    ["a", "b"],
    "Repositories.named: names[0]: a list is not text",
  ],
  [
    "a token",
    (text) => Repositories.named(text),
    Fn.lower("A"),
    "Repositories.named: names[0]: is a token",
  ],
  [
    "nothing",
    (text) => Repositories.withPrefix(text),
    undefined,
    "Repositories.withPrefix: prefix: is missing",
  ],
  [
    "a text",
    (part) => Repositories.union(part),
    "a",
    'Repositories.union: parts[0]: "a" is not Repositories',
  ],
])("%s in place of what is asked for is refused", (_, make, given, message) => {
  const problems = told(make(given as never));
  expect(problems).toEqual([expect.stringContaining(message)]);
});

test("what is wrong with repositories is told once, by the first grant that takes them", () => {
  const wrong = Repositories.named("BAD");
  const stack = granted(PermissionsMode.ABAC, [
    { access: Access.PULL, options: { repositories: wrong } },
    {
      access: Access.DELETE,
      options: { repositories: Repositories.union(Repositories.named("ok"), wrong) },
    },
  ]);
  expect(problems(stack)).toEqual([expect.stringContaining('names[0]: "BAD" is not the name')]);
});

test("what is wrong with repositories that no grant takes is nobody's mistake", () => {
  Repositories.named("BAD");
  expect(problems(granted(PermissionsMode.ABAC, [{ access: Access.PULL }]))).toEqual([]);
});

test("wrong repositories limit no role to anything that was not asked for", () => {
  const options = { repositories: Repositories.named("ok", "BAD") };
  const stack = granted(PermissionsMode.ABAC, [{ access: Access.PULL, options }]);
  expect(Testing.synth(stack)).not.toMatch(/StringEquals|BAD/);
});

test("repositories can't be changed from outside, nor by what they were made of", () => {
  const given = ["a"];
  const repositories = Repositories.union(
    Repositories.named(...given),
    Repositories.withPrefix("team/"),
  );
  given.push("b");
  repositories.names.push("c");
  repositories.prefixes.length = 0;
  const unguarded = repositories as unknown as Record<string, string[]>;
  for (const key of Object.keys(repositories)) {
    expect(() => unguarded[key]?.push("d")).toThrow(TypeError);
  }
  expect(() => Object.assign(repositories, { names: ["d"] })).toThrow(TypeError);
  expect([repositories.names, repositories.prefixes]).toEqual([["a"], ["team/"]]);
});

/** What a grant reports that is for the repositories. */
function told(repositories: Repositories): string[] {
  return problems(
    granted(PermissionsMode.ABAC, [{ access: Access.PULL, options: { repositories } }]),
  );
}

describe("what only plain JavaScript can make has passed no rule, and lets nobody in:", () => {
  type Make = new (...paths: unknown[]) => Repositories;
  const Unruled = Repositories as unknown as Make;
  test.each([
    ["everything below nothing", () => new Unruled([], [""])],
    ["a prefix without a slash", () => new Unruled([], ["team-a"])],
    ["a quote", () => new Unruled(["x' OR '1"], [])],
    ["one text", () => new Unruled("team-a/*")],
    ["what is right", () => new Unruled(["team-a/app"])],
    ["an empty shell", () => Object.create(Repositories.prototype) as Repositories],
    ["a proxy", () => new Proxy(Repositories.named("team-a/app"), {})],
  ])("%s", (_, make) => {
    expect(
      problems(
        granted(PermissionsMode.ABAC, [{ access: Access.PULL, options: { repositories: make() } }]),
      ),
    ).toEqual([
      expect.stringContaining("repositories: a map is not Repositories; write Repositories.named("),
    ]);
  });
});

test("a union tells of what has passed no rule, too", () => {
  const unruled = new Proxy(Repositories.named("team-a/app"), {});
  expect(problemsOf(Repositories.union(Repositories.named("b"), unruled))).toEqual([
    expect.objectContaining({ message: expect.stringContaining("is not Repositories") as string }),
  ]);
});

test("thirty thousand repositories are told to be too many", () => {
  const repositories = prefixes(30_000);
  expect(
    problems(granted(PermissionsMode.ABAC, [{ access: Access.PULL, options: { repositories } }])),
  ).toEqual([expect.stringContaining("Azure allows 8192, enough for ")]);
});

test("repositories are joined and judged in a time that grows as their number does", () => {
  const time = growth(2000, (count) => {
    const repositories = Repositories.union(prefixes(count));
    problems(granted(PermissionsMode.ABAC, [{ access: Access.PULL, options: { repositories } }]));
  });
  expect(time).toBeLessThan(AS_THE_WORK);
});

function prefixes(count: number): Repositories {
  return Repositories.union(
    ...Array.from({ length: count }, (_, index) => Repositories.withPrefix(`a${index}/`)),
  );
}
