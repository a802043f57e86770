import { createHash } from "node:crypto";
import type { ReportingDescriptor, Result } from "sarif";
import { type Finding, isOpen, type ReviewedPlan } from "../../review";
import { artifactOf, messageOf, sarif } from "../sarif";

/** The findings for code scanning. No plan tells the lines of its program, so a result is at the plan, and names the resource. */
export function asSarif(plans: readonly ReviewedPlan[]): string {
  const findings = plans.flatMap(({ review }) => review.findings);
  return sarif(
    [...new Map(findings.map((one) => [one.id, ruleOf(one)])).values()],
    plans.flatMap(({ file, review }) => review.findings.map((one) => resultOf(one, file))),
  );
}

/** Scores are those by which GitHub tells high, medium and low. */
const SEVERITIES = {
  high: { level: "error", score: "8.0" },
  medium: { level: "warning", score: "5.0" },
  low: { level: "note", score: "3.0" },
} as const;

function ruleOf({ id, severity, why, source, relatedRules }: Finding): ReportingDescriptor {
  return {
    id,
    shortDescription: { text: why },
    fullDescription: { text: why },
    help: { text: `${why} ${source}` },
    helpUri: source,
    defaultConfiguration: { level: SEVERITIES[severity].level },
    properties: {
      tags: ["security", ...relatedRules],
      "security-severity": SEVERITIES[severity].score,
    },
  };
}

function resultOf(finding: Finding, file: string): Result {
  const { id, severity, address, what, fix, acknowledged } = finding;
  return {
    ruleId: id,
    level: SEVERITIES[severity].level,
    message: messageOf(`${what} ${fix}`),
    locations: [
      {
        physicalLocation: { artifactLocation: artifactOf(file), region: { startLine: 1 } },
        logicalLocations: [{ fullyQualifiedName: address, kind: "resource" }],
      },
    ],
    // All are at one line of a file that no commit has: by this code scanning knows one again in the next plan.
    partialFingerprints: {
      primaryLocationLineHash: createHash("sha256").update(`${id} ${address}`).digest("hex"),
    },
    ...(acknowledged === undefined || isOpen(finding)
      ? {}
      : {
          suppressions: [
            {
              kind: "external",
              status: "accepted",
              justification: `${acknowledged.by}, until ${acknowledged.until}: ${acknowledged.reason}`,
            },
          ],
        }),
  };
}
