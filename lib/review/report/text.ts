import { inert } from "../../core/inert";
import type { Access, CapabilityChange, RoleChange } from "../accesses";
import type { Review } from "../review";
import { counted, type ReviewedPlan, verdictOf } from "./verdict";

/** For a terminal: what changes, access by access, and what could not be told. */
export function asText(plans: readonly ReviewedPlan[]): string {
  return plans
    .map(({ file, review }) => `${plans.length > 1 ? `${inert(file)}: ` : ""}${textOf(review)}`)
    .join("\n");
}

function textOf(review: Review): string {
  const changed = review.accesses.filter(isChanged);
  const kept = review.accesses.length - changed.length;
  return [
    verdictOf(review),
    ...changed.map(blockOf),
    ...(kept > 0
      ? [`Unchanged: ${counted(kept, "access", "accesses")} of ${subjects(review)}.`]
      : []),
    ...(review.doubts.length > 0
      ? [
          [
            "Taken at its widest, since the plan does not tell:",
            ...review.doubts.map((doubt) => `  ! ${inert(doubt)}`),
          ].join("\n"),
        ]
      : []),
  ]
    .join("\n\n")
    .concat("\n");
}

function isChanged({ capabilities }: Access): boolean {
  return capabilities.some(({ gained, lost }) => !gained.isEmpty || !lost.isEmpty);
}

function subjects({ accesses }: Review): string {
  const principals = new Set(
    accesses.filter((one) => !isChanged(one)).map(({ principal }) => principal.key),
  );
  return counted(principals.size, "principal");
}

function blockOf({ principal, scope, ifMode, capabilities, roles }: Access): string {
  const width = Math.max(...capabilities.map(({ name }) => name.length));
  return [
    `${inert(principal.name)} on ${inert(scope.name)}${ifMode === undefined ? "" : `, if it is in ${ifMode} mode`}`,
    ...capabilities.map((one) => `  ${signOf(one)} ${one.name.padEnd(width)}  ${changeOf(one)}`),
    ...roles.map((role) => `    ${roleOf(role)}`),
  ].join("\n");
}

function signOf({ gained, lost }: CapabilityChange): string {
  return gained.isEmpty ? (lost.isEmpty ? " " : "-") : lost.isEmpty ? "+" : "~";
}

function changeOf({ before, after, gained, lost }: CapabilityChange): string {
  const [was, is] = [repositories(before), repositories(after)];
  return gained.isEmpty && lost.isEmpty ? is : `${was} → ${is}`;
}

function repositories(set: CapabilityChange["before"]): string {
  if (set.isEmpty) {
    return "nothing";
  }
  return set.isAll ? "everything" : set.texts.map(inert).join(", ");
}

function roleOf({ name, description, change, isIgnored, condition }: RoleChange): string {
  const verb = {
    added: "by the role",
    removed: "no more by the role",
    kept: "by the role, as before,",
  };
  return [
    `${verb[change]} ${inert(name)}`,
    ...(isIgnored ? ["(without effect in this mode)"] : []),
    ...(description === undefined ? [] : [`: ${inert(description)}`]),
    ...(condition === undefined ? [] : [`under the condition ${inert(condition)}`]),
  ].join(" ");
}
