import type { Difference } from "./comparison";

/** A kind of difference that stays, and why. */
export interface Accepted {
  /** As kindOf() has it, with "*" for whatever stands there. */
  readonly where: string;
  readonly reason: string;
}

/** The run fails where one of them is not met in it. */
export const ACCEPTED: readonly Accepted[] = [];

/**
 * Where a difference is, whatever the step, the name of the resource and the place in a list, as in
 * "state/resources/azuread_application/attributes/notes".
 */
export function kindOf({ path }: Pick<Difference, "path">): string {
  return path
    .map((part) => /^(?:data\.)?[a-z]+_\w+(?=\.)/.exec(part)?.[0] ?? part.replace(/^\d+$/, "[]"))
    .join("/");
}

/** The first of a list that has a kind. */
export function acceptedAs(kind: string, list: readonly Accepted[]): Accepted | undefined {
  return list.find(({ where }) => {
    const parts = where.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(`^${parts.join(".*")}$`).test(kind);
  });
}
