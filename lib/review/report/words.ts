import type { Access, CapabilityChange, RoleChange } from "../accesses";
import { grouped } from "../grouped";
import type { RepositorySet } from "../repository-set";
import type { Review } from "../review";
import { counted } from "./verdict";

// What all reports for people say, in the same words; none of them means anything to Markdown or to HTML.

/** How a report shows a text of the plan, so that nothing obeys it. */
export type Quote = (text: string) => string;

export function isChanged({ capabilities }: Access): boolean {
  return capabilities.some(({ gained, lost }) => !gained.isEmpty || !lost.isEmpty);
}

/** Whoever may do more is what a reader looks for. */
export function gainsFirst(accesses: readonly Access[]): Access[] {
  const isGain = ({ capabilities }: Access): boolean =>
    capabilities.some(({ gained }) => !gained.isEmpty);
  return [...accesses].sort((one, other) => Number(isGain(other)) - Number(isGain(one)));
}

/** The number of accesses that stay as they are, and whose they are. */
export function unchanged({ accesses }: Review): string {
  const kept = accesses.filter((one) => !isChanged(one));
  const principals = new Set(kept.map(({ principal }) => principal.key));
  return `${counted(kept.length, "access", "accesses")} of ${counted(principals.size, "principal")}`;
}

/** What an access is of, or where the plan does not tell the mode of the registry, would be of. */
export function scopeOf({ scope, ifMode }: Access, quote: Quote): string {
  return `${quote(scope.name)}${ifMode === undefined ? "" : `, if it is in ${ifMode} mode`}`;
}

export type Sign = "+" | "-" | "~" | " ";

export function signOf({ gained, lost }: CapabilityChange): Sign {
  return gained.isEmpty ? (lost.isEmpty ? " " : "-") : lost.isEmpty ? "+" : "~";
}

/** What changes alike, told together. */
export function alike(
  capabilities: readonly CapabilityChange[],
): { names: string; change: CapabilityChange }[] {
  const groups = grouped(capabilities, ({ before, after }) =>
    JSON.stringify([before.texts, after.texts]),
  );
  return [...groups.values()].flatMap((group) =>
    group.slice(0, 1).map((change) => ({
      names: group.map(({ name }) => name).join(", "),
      change,
    })),
  );
}

export function changeOf({ before, after, gained, lost }: CapabilityChange, quote: Quote): string {
  const is = repositories(after, quote);
  return gained.isEmpty && lost.isEmpty ? is : `${repositories(before, quote)} → ${is}`;
}

export function repositories(set: RepositorySet, quote: Quote): string {
  if (set.isEmpty) {
    return "nothing";
  }
  return set.isAll ? "everything" : set.texts.map(quote).join(", ");
}

export function roleOf(
  { name, description, change, isIgnored, condition }: RoleChange,
  quote: Quote,
): string {
  const verb = {
    added: "by the role",
    removed: "no more by the role",
    kept: "by the role, as before,",
  };
  return [
    `${verb[change]} ${quote(name)}`,
    ...(isIgnored ? [" (without effect in this mode)"] : []),
    ...(condition === undefined ? [] : [` under the condition ${quote(condition)}`]),
    ...(description === undefined ? [] : [`: ${quote(description)}`]),
  ].join("");
}
