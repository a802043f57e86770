import { asJson, asMarkdown, asText, type Review, review, type ReviewedPlan } from "../../review";
import { output } from "../output";
import type { ReviewOptions } from "./command";
import { plansOf } from "./plans";

const FORMATS = { text: asText, markdown: asMarkdown, json: asJson };

/** Prints what the plans change, and ends with 2 where that is something to fail on. */
export async function runReview(given: string, options: ReviewOptions): Promise<void> {
  const plans: ReviewedPlan[] = [];
  for (const { file, read } of plansOf(given)) {
    plans.push({ file, review: review(await read()) });
  }
  output(FORMATS[options.format](plans), options.output);
  process.exitCode = plans.some((plan) => isToFailOn(plan.review, options)) ? 2 : 0;
}

function isToFailOn({ isBroader, isNarrower }: Review, { failOn }: ReviewOptions): boolean {
  switch (failOn) {
    case "broader":
      return isBroader;
    case "change":
      return isBroader || isNarrower;
    case "nothing":
      return false;
  }
}
