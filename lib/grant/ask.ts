import { Problem, problemsOf } from "../core/problem";
import { Access, accessProblems } from "../role/access";
import { PermissionsMode } from "../role/permissions-mode";
import type { Repositories } from "./repositories";
import { limitedAccessProblems } from "./repositories-rules";

/** An access that somebody asked for, on some repositories or on all. */
export interface Ask {
  readonly access: Access;
  readonly repositories?: Repositories;
}

/** The rules for what was asked for. The same mistake may be made by many grants; it is one. */
export function askProblems(asks: Ask[], mode: PermissionsMode): Problem[] {
  const problems = asks.flatMap(({ access, repositories }) => {
    const problems = accessProblems(access, mode);
    return problems.length === 0 &&
      repositories !== undefined &&
      problemsOf(repositories).length === 0
      ? limitedAccessProblems(access, mode)
      : problems;
  });
  return [...new Map(problems.map((problem) => [problem.message, problem])).values()];
}
