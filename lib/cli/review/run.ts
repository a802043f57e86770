import { asJson, asText, type Review, review, type ReviewedPlan } from "../../review";
import type { ReviewOptions } from "./command";
import { plansOf } from "./plans";

/** Prints what the plans change, and ends with 2 where that is something to fail on. */
export async function runReview(given: string, options: ReviewOptions): Promise<void> {
  const plans: ReviewedPlan[] = [];
  for (const { file, read } of plansOf(given)) {
    plans.push({ file, review: review(await read()) });
  }
  process.stdout.write(options.format === "json" ? asJson(plans) : asText(plans));
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
