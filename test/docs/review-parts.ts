import { RULES } from "../../lib/review/findings/findings";
import { table, withPart } from "./page-parts";

/** A page with the table of what a review finds. */
export function withFindings(page: string): string {
  return withPart(page, "findings", findings());
}

function findings(): string {
  return table(
    ["finding", "severity", "why", "known as"],
    RULES.map(({ id, severity, why, source, relatedRules }) => [
      `\`${id}\``,
      severity,
      `${why} [Source](${source})`,
      relatedRules.join(", "),
    ]),
  );
}
