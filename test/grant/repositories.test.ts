import * as fc from "fast-check";
import { Repositories } from "cdktf-acr-auth";
import { repositoryCondition } from "../../lib/grant/condition";
import { AcrRole } from "../../lib/grant/roles";

const component = fc.stringMatching(/^[a-z0-9]{1,8}([._-][a-z0-9]{1,4})?$/);
const path = fc.array(component, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/"));
const prefix = path.map((text) => `${text}/`);

/** What a condition lets through, read back from its text. */
function readBack(condition: string): { names: string[]; prefixes: string[] } {
  const [, right = ""] = condition.split(") OR (@");
  const values = (operator: string): string[] =>
    [...`@${right}`.matchAll(new RegExp(`:name\\] ${operator} '([^']*)'`, "g"))].map(
      ([, value = ""]) => value,
    );
  return {
    names: values("StringEqualsIgnoreCase"),
    prefixes: values("StringStartsWithIgnoreCase"),
  };
}

test("a condition reads back as the repositories that went in", () => {
  fc.assert(
    fc.property(fc.array(path), fc.array(prefix), (names, prefixes) => {
      fc.pre(names.length + prefixes.length > 0);
      const repositories = Repositories.union(
        Repositories.named(...names),
        ...prefixes.map((text) => Repositories.withPrefix(text)),
      );
      expect(readBack(repositoryCondition(AcrRole.REPOSITORY_READER, repositories))).toEqual({
        names: repositories.names,
        prefixes: repositories.prefixes,
      });
    }),
  );
});

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

test("every name that is accepted is one that a registry accepts, and has no quote to break out with", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      let accepted: string[] = [];
      try {
        accepted = Repositories.named(text).names;
      } catch {
        return;
      }
      expect(accepted).toEqual([expect.stringMatching(/^[a-z0-9._/-]+$/)]);
    }),
    { numRuns: 2000 },
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
    'Repositories.withPrefix: "team-a" has no slash at its end and would also let in team-a-other/app; write "team-a/"',
  );
});

test.each(["/", "Team/", "a'/", "a//", "*/"])("%j is no prefix", (text) => {
  expect(() => Repositories.withPrefix(text)).toThrow(/is not the name of a repository/);
});

test.each([
  ["Reader", AcrRole.REPOSITORY_READER, ["read"]],
  ["Writer", AcrRole.REPOSITORY_WRITER, ["read", "write"]],
  ["Contributor", AcrRole.REPOSITORY_CONTRIBUTOR, ["read", "write", "delete"]],
])(
  "the condition of %s names every data action of the role, as an unnamed one would pass",
  (_, role, verbs) => {
    const condition = repositoryCondition(role, Repositories.named("app"));
    const named = [...condition.matchAll(/!\(ActionMatches\{'([^']+)'\}\)/g)].map(
      ([, action]) => action,
    );
    expect(named).toEqual(
      ["content", "metadata"].flatMap((part) =>
        verbs.map((verb) => `Microsoft.ContainerRegistry/registries/repositories/${part}/${verb}`),
      ),
    );
  },
);
