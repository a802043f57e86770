import * as fc from "fast-check";
import { Repositories } from "cdktf-acr-auth";

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
  ["name", (text: string) => Repositories.named(text).names],
  ["prefix", (text: string) => Repositories.withPrefix(text).prefixes],
])("every %s that is accepted has no quote to break out of a condition with", (_, accept) => {
  // Mostly what is nearly right, with something in it that is not.
  const nearly = fc
    .tuple(
      path,
      fc.string({ maxLength: 3, unit: "binary" }),
      fc.constantFrom("", "/", "'/", "app/"),
    )
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(fc.oneof(fc.string(), nearly), (text) => {
      let accepted: string[] = [];
      try {
        accepted = accept(text);
      } catch {
        return;
      }
      expect(accepted).toEqual([expect.stringMatching(/^[a-z0-9._/-]+$/)]);
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
  expect(() => Repositories.named("ok", name)).toThrow(
    /^Repositories\.named: ".*" is not the name of a repository; write lower-case letters/,
  );
});

test("a prefix without a slash at its end is refused, because it lets in its neighbours", () => {
  expect(() => Repositories.withPrefix("team-a")).toThrow(
    'Repositories.withPrefix: "team-a" has no slash at its end and would also let in "team-a-other/app"; write "team-a/"',
  );
});

test.each(["/", "Team/", "a'/", "a//", "*/"])("%j is no prefix", (text) => {
  expect(() => Repositories.withPrefix(text)).toThrow(/is not the name of a repository/);
});
