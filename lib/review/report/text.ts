import { inert } from "../../core/inert";
import type { Access } from "../accesses";
import type { Finding } from "../findings/finding";
import type { Review } from "../review";
import { credentialLines, credentialSummary } from "./credential-words";
import { acknowledgementOf, countsOf } from "./finding-words";
import { counted, type ReviewedPlan, verdictOf } from "./verdict";
import { changeOf, isChanged, roleOf, scopeOf, signOf, unchanged } from "./words";

/** For a terminal: what changes, access by access, and what could not be told. */
export function asText(plans: readonly ReviewedPlan[]): string {
  return plans
    .map(({ file, review }) => `${plans.length > 1 ? `${inert(file)}: ` : ""}${textOf(review)}`)
    .join("\n");
}

function textOf(review: Review): string {
  const changed = review.accesses.filter(isChanged);
  return [
    headOf(review),
    ...changed.map(blockOf),
    ...(changed.length < review.accesses.length ? [`Unchanged: ${unchanged(review)}.`] : []),
    ...credentialsOf(review),
    ...findingsOf(review),
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

function headOf(review: Review): string {
  const summary = credentialSummary(review.credentials, inert);
  return summary === undefined ? verdictOf(review) : `${verdictOf(review)}\n${summary}`;
}

function credentialsOf({ credentials }: Review): string[] {
  const lines = credentialLines(credentials, inert);
  const kept = credentials.length - lines.length;
  return [
    ...(lines.length > 0
      ? [["Credentials:", ...lines.map(({ sign, words }) => `  ${sign} ${words}`)].join("\n")]
      : []),
    ...(kept > 0 ? [`Unchanged: ${counted(kept, "credential")}.`] : []),
  ];
}

function blockOf(access: Access): string {
  const { principal, capabilities, roles } = access;
  const width = Math.max(...capabilities.map(({ name }) => name.length));
  return [
    `${inert(principal.name)} on ${scopeOf(access, inert)}`,
    ...capabilities.map(
      (one) => `  ${signOf(one)} ${one.name.padEnd(width)}  ${changeOf(one, inert)}`,
    ),
    ...roles.map((role) => `    ${roleOf(role, inert)}`),
  ].join("\n");
}

function findingsOf({ findings }: Review): string[] {
  return findings.length === 0
    ? []
    : [[`Findings: ${countsOf(findings)}.`, ...findings.map(findingOf)].join("\n")];
}

function findingOf(finding: Finding): string {
  const { id, severity, address, what, why, fix, relatedRules } = finding;
  return [
    `  ${severity.toUpperCase().padEnd(6)} ${inert(address)}  [${[id, ...relatedRules].join(", ")}]`,
    `         ${inert(what)} ${why}`,
    `         ${acknowledgementOf(finding, inert) ?? fix}`,
  ].join("\n");
}
