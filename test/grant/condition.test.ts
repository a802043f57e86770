import { AcrRole, Repositories } from "cdktf-acr-auth";
import * as fc from "fast-check";
import { conditionProblems, repositoryCondition } from "../../lib/grant/condition";
import { checkCondition } from "../../sandbox/lib/cloud/condition";

const { REPOSITORY_READER, REPOSITORY_WRITER, REPOSITORY_CONTRIBUTOR } = AcrRole;
const role = fc.constantFrom(REPOSITORY_READER, REPOSITORY_WRITER, REPOSITORY_CONTRIBUTOR);
const component = fc.stringMatching(/^[a-z0-9]{1,8}([._-][a-z0-9]{1,4})?$/);
const path = fc.array(component, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/"));
const repositories = fc
  .tuple(fc.array(path), fc.array(path))
  .filter(([names, paths]) => names.length + paths.length > 0)
  .map(([names, paths]) =>
    Repositories.union(
      Repositories.named(...names),
      ...paths.map((text) => Repositories.withPrefix(`${text}/`)),
    ),
  );

/** What a condition says, read by its whole form: any other text is not read at all. */
function readBack(condition: string): Record<"actions" | "names" | "prefixes", string[]> {
  const [, others = "", which = ""] = /^\(\((.*)\) OR \((.*)\)\)$/.exec(condition) ?? [];
  const actions = others
    .split(" AND ")
    .map((part) => /^!\(ActionMatches\{'([^']+)'\}\)$/.exec(part)?.[1] ?? `unreadable: ${part}`);
  const attribute = "@Request[Microsoft.ContainerRegistry/registries/repositories:name]";
  const parts = which.split(" OR ");
  const operand = (operator: string): string[] =>
    parts.flatMap((part) => {
      const begin = `${attribute} ${operator} '`;
      return part.startsWith(begin) && part.endsWith("'") ? [part.slice(begin.length, -1)] : [];
    });
  const names = operand("StringEqualsIgnoreCase");
  const prefixes = operand("StringStartsWithIgnoreCase");
  expect(names.length + prefixes.length).toBe(parts.length);
  return { actions, names, prefixes };
}

test("a condition reads back as the repositories that went in and all data actions of the role", () => {
  fc.assert(
    fc.property(role, repositories, (limited, some) => {
      const { names, prefixes } = some;
      expect(readBack(repositoryCondition(limited, some))).toEqual({
        actions: limited.dataActions,
        names,
        prefixes,
      });
    }),
  );
});

test("a condition is one that Azure's grammar has", () => {
  fc.assert(
    fc.property(role, repositories, (limited, some) => {
      expect(() => {
        checkCondition(repositoryCondition(limited, some), "2.0");
      }).not.toThrow();
    }),
  );
});

test.each([
  ["Reader", REPOSITORY_READER, ["read"]],
  ["Writer", REPOSITORY_WRITER, ["read", "write"]],
  ["Contributor", REPOSITORY_CONTRIBUTOR, ["read", "write", "delete"]],
])("the condition of %s names every data action, as an unnamed one would pass", (_, of, verbs) => {
  expect(readBack(repositoryCondition(of, Repositories.named("app"))).actions).toEqual(
    ["content", "metadata"].flatMap((part) =>
      verbs.map((verb) => `Microsoft.ContainerRegistry/registries/repositories/${part}/${verb}`),
    ),
  );
});

test("a condition for no repository at all is refused", () => {
  expect(conditionProblems(REPOSITORY_READER, Repositories.union())).toEqual([
    { key: "repositories", message: "none is named; name one, or leave the grant out" },
  ]);
});

describe("a condition of more than 8 KB", () => {
  const names = Array.from({ length: 90 }, (_, n) => `team-a/application-${n}`);

  test("is refused, with how many fit and what to do", () => {
    expect(conditionProblems(REPOSITORY_READER, Repositories.named(...names))).toEqual([
      {
        key: "repositories",
        message:
          'the condition for these 90 has 10700 bytes; Azure allows 8192, enough for 68 of them: name fewer, or the path that they share, as in Repositories.withPrefix("team-a/")',
      },
    ]);
  });

  test("is no more than 8 KB with as many as fit, and is with one more", () => {
    const sorted = Repositories.named(...names).names;
    expect(
      conditionProblems(REPOSITORY_READER, Repositories.named(...sorted.slice(0, 68))),
    ).toEqual([]);
    expect(
      conditionProblems(REPOSITORY_READER, Repositories.named(...sorted.slice(0, 69))),
    ).toHaveLength(1);
  });
});
