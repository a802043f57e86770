import type { Place } from "../core/place";
import { Problem, problemsOf } from "../core/problem";
import { Access, accessProblems } from "../role/access";
import { PermissionsMode } from "../role/permissions-mode";
import type { Repositories } from "./repositories";
import { limitedAccessProblems } from "./repositories-rules";

/** An access that somebody asked for, on some repositories or on all. */
export interface Ask {
  readonly access: Access;
  readonly repositories?: Repositories;
  /** Where it was asked for, if that is not the program. */
  readonly place?: Place;
}

/**
 * The rules for what was asked for. The same mistake may be made by many grants; it is one, unless each has
 * a place of its own.
 */
export function askProblems(asks: Ask[], mode: PermissionsMode): Problem[] {
  const told = new Map<Place | undefined, Set<string>>();
  return asks.flatMap(({ access, repositories, place }) => {
    const ofAccess = accessProblems(access, mode);
    const problems =
      ofAccess.length === 0 && repositories !== undefined && problemsOf(repositories).length === 0
        ? limitedAccessProblems(access, mode)
        : ofAccess;
    const messages = told.get(place) ?? new Set();
    told.set(place, messages);
    return problems.flatMap((problem) => {
      const isNew = !messages.has(problem.message);
      messages.add(problem.message);
      return isNew ? [{ ...problem, place }] : [];
    });
  });
}
