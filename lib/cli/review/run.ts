import {
  asHtml,
  asJson,
  asMarkdown,
  asText,
  isOpen,
  type Review,
  review,
  type ReviewedPlan,
} from "../../review";
import { output } from "../output";
import { shownIn } from "../shown-json";
import type { Failure, ReviewOptions } from "./command";
import { asSarif } from "./sarif";

export const FORMATS = {
  text: asText,
  markdown: asMarkdown,
  html: asHtml,
  json: asJson,
  sarif: asSarif,
};

/** Prints what the plans change, and ends with 2 where that is something to fail on. */
export async function runReview(given: string, options: ReviewOptions): Promise<void> {
  const policy =
    options.policy === undefined
      ? undefined
      : // Only a policy needs what reads YAML.
        (await import("../../review/policy-file.js")).readPolicy(options.policy);
  const plans: ReviewedPlan[] = [];
  for (const { file, read } of shownIn(given, "plan")) {
    plans.push({ file, review: review(await read(), policy) });
  }
  output(FORMATS[options.format](plans), options.output);
  const isToFail = plans.some((plan) => options.failOn.some((what) => is(what, plan.review)));
  process.exitCode = isToFail ? 2 : 0;
}

function is(what: Failure, { isBroader, isNarrower, findings }: Review): boolean {
  const open = findings.filter(isOpen).map(({ severity }) => severity);
  switch (what) {
    case "broader":
      return isBroader;
    case "change":
      return isBroader || isNarrower;
    case "high":
      return open.includes("high");
    case "medium":
      return open.includes("high") || open.includes("medium");
    case "low":
      return open.length > 0;
    case "nothing":
      return false;
  }
}
