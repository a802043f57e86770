import { distance } from "fastest-levenshtein";
import { shown } from "./shown";

/** The end of a message: the candidate that was probably meant, or nothing. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const slips = (candidate: string): number =>
    distance(word.toLowerCase(), candidate.toLowerCase());
  const [nearest] = candidates.toSorted((one, other) => slips(one) - slips(other));
  return nearest !== undefined && slips(nearest) <= Math.ceil(word.length / 3)
    ? `; did you mean ${shown(nearest)}?`
    : "";
}
