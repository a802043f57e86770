import { Repositories } from "cdktf-acr-auth";
import * as fc from "fast-check";
import { repositoryCondition } from "../../lib/grant/condition";
import { Condition } from "../../lib/review/condition";
import type { RepositorySet } from "../../lib/review/repository-set";
import { AcrRole } from "../../lib/role/roles";
import { parseCondition } from "../../sandbox/lib/cloud/condition";

const REPOSITORY = "Microsoft.ContainerRegistry/registries/repositories";
const NAME = `@Request[${REPOSITORY}:name]`;
const READ = `${REPOSITORY}/content/read`;
const WRITE = `${REPOSITORY}/content/write`;

/** Whether a set has a repository in it, by the texts that people read. */
function has(set: RepositorySet, repository: string): boolean {
  return set.texts.some((text) => {
    const [, pattern] = /^like (.*)$/.exec(text) ?? [];
    return pattern === undefined
      ? text.endsWith("*")
        ? repository.startsWith(text.slice(0, -1))
        : repository === text
      : new RegExp(
          `^${pattern.replaceAll(/[.+]/g, "\\$&").replaceAll("*", ".*").replaceAll("?", ".")}$`,
        ).test(repository);
  });
}

const component = fc.stringMatching(/^[ab]{1,2}$/);
const repository = fc
  .array(component, { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join("/"));

const comparison = fc.oneof(
  repository.map((name) => `${NAME} StringEqualsIgnoreCase '${name}'`),
  repository.map((name) => `${NAME} StringStartsWith '${name}'`),
  repository.map((name) => `${NAME} StringStartsWithIgnoreCase '${name}/'`),
  repository.map((name) => `${NAME} StringLikeIgnoreCase '${name}*a'`),
  repository.map((name) => `${NAME} StringNotEquals '${name}'`),
  fc
    .array(repository, { minLength: 1, maxLength: 3 })
    .map(
      (names) =>
        `${NAME} ForAnyOfAnyValues:StringEqualsIgnoreCase {${names.map((name) => `'${name}'`).join(", ")}}`,
    ),
  fc
    .constantFrom(READ, WRITE, `${REPOSITORY}/*`, `${REPOSITORY}/content/*`)
    .map((action) => `ActionMatches{'${action}'}`),
);

const { condition } = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3 },
    comparison,
    fc
      .tuple(
        fc.constantFrom(" AND ", " OR ", " && ", " || "),
        fc.array(tie("condition"), { minLength: 2, maxLength: 3 }),
      )
      .map(([joined, terms]) => terms.map((term) => `(${term})`).join(joined)),
    tie("condition").map((term) => `!(${term})`),
  ),
}));

test("whatever a condition says, the repositories read from it are those that Azure lets pass", () => {
  let times = 0;
  fc.assert(
    fc.property(condition, fc.array(repository, { minLength: 8 }), (text, repositories) => {
      const read = new Condition(text);
      if (!read.isReadable) {
        return;
      }
      const passes = parseCondition(text);
      for (const action of [READ, WRITE]) {
        let set: RepositorySet;
        try {
          set = read.repositories(action);
        } catch {
          return;
        }
        times++;
        for (const one of repositories) {
          expect([text, one, has(set, one)]).toEqual([
            text,
            one,
            passes({ action, repository: one }),
          ]);
        }
      }
    }),
    { numRuns: 2000 },
  );
  expect(times).toBeGreaterThan(500);
});

test("what a grant writes is read back: the repositories, in the words of an access file", () => {
  const repositories = Repositories.union(
    Repositories.named("team/app"),
    Repositories.withPrefix("backend/"),
  );
  const text = repositoryCondition(AcrRole.REPOSITORY_WRITER, repositories);
  expect(new Condition(text).repositories(WRITE).texts).toEqual(["backend/*", "team/app"]);
});

/** As Microsoft's page about repository permissions lays a condition out, for the actions of a role. */
function documented(actions: readonly string[], repositories: string): string {
  const named = actions.map((action) => `  !(ActionMatches{'${REPOSITORY}/${action}'})`);
  return `(\n (\n${named.join("\n  AND\n")}\n )\n OR \n (\n  ${repositories}\n )\n)`;
}

describe.each([
  ["Reader", ["content/read", "metadata/read"]],
  ["Writer", ["content/read", "content/write", "metadata/read", "metadata/write"]],
  [
    "Contributor",
    ["content", "metadata"].flatMap((part) =>
      ["read", "write", "delete"].map((verb) => `${part}/${verb}`),
    ),
  ],
])("a documented condition on the role Container Registry Repository %s", (_, actions) => {
  test.each([
    ["one repository", `${NAME} StringEqualsIgnoreCase 'team/app'`, ["team/app"]],
    [
      "several, without brackets",
      `${NAME} StringEqualsIgnoreCase 'x' OR ${NAME} StringEqualsIgnoreCase 'y' OR ${NAME} StringEqualsIgnoreCase 'z'`,
      ["x", "y", "z"],
    ],
    ["what begins alike", `${NAME} StringStartsWithIgnoreCase 'backend/'`, ["backend/*"]],
    [
      "what begins in two ways",
      `${NAME} StringStartsWithIgnoreCase 'backend/' OR ${NAME} StringStartsWithIgnoreCase 'frontend/js/'`,
      ["backend/*", "frontend/js/*"],
    ],
    [
      "one and what begins alike",
      `${NAME} StringEqualsIgnoreCase 'base/node' OR ${NAME} StringStartsWithIgnoreCase 'backend/'`,
      ["backend/*", "base/node"],
    ],
    ["a pattern", `${NAME} StringLikeIgnoreCase 'team-*/api'`, ["like team-*/api"]],
    ["a set", `${NAME} ForAnyOfAnyValues:StringEqualsIgnoreCase {'x', 'y', 'z'}`, ["x", "y", "z"]],
  ])("is read as %s, for each action that it names", (_, repositories, texts) => {
    const condition = new Condition(documented(actions, repositories));
    for (const action of actions) {
      expect(condition.repositories(`${REPOSITORY}/${action}`).texts).toEqual(texts);
    }
  });
});

test("an action that a condition does not name passes for all repositories", () => {
  const text = repositoryCondition(AcrRole.REPOSITORY_READER, Repositories.named("team/app"));
  expect(new Condition(text).repositories(WRITE).isAll).toBe(true);
});

test.each([
  ["the attribute of something else", "@Resource[Microsoft.Storage/x:name] StringEquals 'a'"],
  [
    "roles that may be assigned",
    "@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {a}",
  ],
  [
    "AND beside OR",
    `${NAME} StringEquals 'a' AND ${NAME} StringEquals 'b' OR ${NAME} StringEquals 'c'`,
  ],
  ["all but one repository", `${NAME} StringNotEquals 'a'`],
  ["an open bracket", `(${NAME} StringEquals 'a'`],
  ["nothing", ""],
  ["ten thousand brackets", "(".repeat(10_000)],
  ["ten thousand times NOT", "!".repeat(10_000)],
])("%s can't be read as repositories", (_, text) => {
  expect(new Condition(text).isReadable).toBe(false);
});
