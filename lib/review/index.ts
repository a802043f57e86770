export type { CapabilityName } from "./capabilities";
export type { Party } from "./parties";
export { NoPlan, PlanReader } from "./plan/read-plan";
export { isOpen } from "./report/finding-words";
export { asJson } from "./report/json";
export { asMarkdown } from "./report/markdown";
export { asText } from "./report/text";
export type { ReviewedPlan } from "./report/verdict";
export { type Review, review } from "./review";
