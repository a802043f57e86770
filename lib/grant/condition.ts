import { Repositories } from "./repositories";
import { AcrRole } from "./roles";

const NAME = "@Request[Microsoft.ContainerRegistry/registries/repositories:name]";

/** Azure RBAC refuses a longer condition. */
export const MAX_CONDITION_BYTES = 8192;

/**
 * The condition that limits a role to repositories, in the form of Microsoft's examples for
 * "Azure attribute-based access control for repository permissions": an action that is not named
 * passes unconditionally, so all data actions of the role are named.
 */
export function repositoryCondition(role: AcrRole, { names, prefixes }: Repositories): string {
  const otherAction = role.repositoryActions
    .map((action) => `!(ActionMatches{'${action}'})`)
    .join(" AND ");
  const repository = [
    ...names.map((name) => `${NAME} StringEqualsIgnoreCase '${name}'`),
    ...prefixes.map((prefix) => `${NAME} StringStartsWithIgnoreCase '${prefix}'`),
  ].join(" OR ");
  return `((${otherAction}) OR (${repository}))`;
}
