import { Problem, problemsOf } from "../core/problem";
import { AcrRole } from "../role/roles";
import { Repositories } from "./repositories";

const NAME = "@Request[Microsoft.ContainerRegistry/registries/repositories:name]";

/** Azure RBAC refuses a longer condition. Source: Microsoft's "FAQ for Azure role assignment conditions". */
const MAX_BYTES = 8192;

/**
 * The condition that limits a role to repositories, in the form of Microsoft's examples for
 * "Azure attribute-based access control for repository permissions": an action that is not named
 * passes unconditionally, so all data actions of the role are named.
 */
export function repositoryCondition(role: AcrRole, repositories: Repositories): string {
  return conditionOf(role, clauses(repositories));
}

function conditionOf(role: AcrRole, repositoryIs: string[]): string {
  const otherAction = role.dataActions
    .map((action) => `!(ActionMatches{'${action}'})`)
    .join(" AND ");
  return `((${otherAction}) OR (${repositoryIs.join(" OR ")}))`;
}

function clauses({ names, prefixes }: Repositories): string[] {
  return [
    ...names.map((name) => `${NAME} StringEqualsIgnoreCase '${name}'`),
    ...prefixes.map((prefix) => `${NAME} StringStartsWithIgnoreCase '${prefix}'`),
  ];
}

/** The rule for the repositories that a role is limited to. */
export function conditionProblems(role: AcrRole, repositories: Repositories): Problem[] {
  const all = clauses(repositories);
  if (problemsOf(repositories).length > 0) {
    return [];
  }
  if (all.length === 0) {
    return [{ key: "repositories", message: "none is named; name one, or leave the grant out" }];
  }
  const bytes = (count: number): number =>
    Buffer.byteLength(conditionOf(role, all.slice(0, count)));
  if (bytes(all.length) <= MAX_BYTES) {
    return [];
  }
  const fitting = all.findIndex((_, index) => bytes(index + 1) > MAX_BYTES);
  return [
    {
      key: "repositories",
      message: `the condition for these ${all.length} has ${bytes(all.length)} bytes; Azure allows ${MAX_BYTES}, enough for ${fitting} of them: name fewer, or the path that they share, as in Repositories.withPrefix("team-a/")`,
    },
  ];
}
